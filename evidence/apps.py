"""Portfolios, items of evidence, their versions and links, what was submitted, and imports."""

from contextlib import suppress
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate


class EvidenceConfig(AppConfig):
    name = "evidence"
    verbose_name = "Evidence"

    def ready(self) -> None:
        from . import (  # noqa: F401  register what they hold
            areas,
            areas_destruction,
            disclosures,
            permissions,
            personal,
            personal_records,
            sentences,
            sentences_dates,
            sentences_destruction,
            sentences_records,
            words_of_fields,
        )
        from .actions import requests_end  # noqa: F401  is done again by a restore
        from .search.index import install

        # SQLite drops triggers in silence when a migration makes a table anew.
        post_migrate.connect(install, sender=self, dispatch_uid="search-index")
        make_upload_folder()


def make_upload_folder() -> None:
    """The folder that uploads come in through; Django does not make it.

    Where it cannot be made, Django's own check says so, in words.
    """
    if settings.FILE_UPLOAD_TEMP_DIR:
        with suppress(OSError):
            Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
