"""Assessments: preparing, submitting, rating, and the documents made of them."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "Assessments"

    def ready(self) -> None:
        from . import areas, permissions, personal, sentences, words_of_fields  # noqa: F401  register them
        from .guards import install_guards
        from .reports import copies, retention  # noqa: F401  tell of documents, do again

        post_migrate.connect(install_guards, sender=self, dispatch_uid="issued-documents-guards")
