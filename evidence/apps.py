"""Portfolios, items of evidence, their versions and links, what was submitted, and imports."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"
    verbose_name = "Evidence"

    def ready(self) -> None:
        from . import permissions, sentences, sentences_dates  # noqa: F401  register what they hold
