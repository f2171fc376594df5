"""Organisations, services, teams, people, their roles, and the history of what they did."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from accounts.history import checks  # noqa: F401  registers it
        from accounts.history.guards import install_guards
        from accounts.sign_in.telling import listen

        from . import areas, permissions, sentences, sentences_people  # noqa: F401  registers them

        listen()
        from .personal import held, named, sign_in  # noqa: F401  registers what is held about people

        post_migrate.connect(install_guards, sender=self, dispatch_uid="history-guards")
