"""Organisations, services, teams, people, their roles, and the history of what they did."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from accounts.history.guards import install_guards

        from . import permissions, sentences  # noqa: F401  registers them

        post_migrate.connect(install_guards, dispatch_uid="history-guards")
