"""Assessments: preparing, submitting, rating, and the documents made of them."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "Assessments"

    def ready(self) -> None:
        from . import permissions, sentences, words_of_fields  # noqa: F401  register what they hold
