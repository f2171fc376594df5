"""Reset a second factor from outside: for who belongs to two organisations nobody else may."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions import reset_second_factor
from accounts.models import User


class Command(BaseCommand):
    help = (
        "Takes away the second factors and recovery codes of a person and signs them out"
        " everywhere. A letter tells them, and the history says why. Make sure first that it is"
        " they who ask: telephone them on a number that you know."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--reason", required=True, help="stands in the history; name nobody")

    def handle(self, **options: Any) -> None:
        email, reason = options["email"].strip(), options["reason"].strip()
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody who may sign in has the address {email}.")
        if not reason:
            raise CommandError("Say why, with --reason: it stands in the history.")
        reset_second_factor(user=user, by=None, reason=reason)
        self.stdout.write(
            f"The second factor of {user.email} is reset, and a letter is on its way to them."
            " They set up a new one the next time they sign in."
        )
