"""Make an administrator of an organisation from outside: the first one of an installation."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse

from accounts.actions import NotDone, add_administrator, make_council
from accounts.mail import absolute
from accounts.models import Organisation


class Command(BaseCommand):
    help = (
        "Makes somebody an administrator of an organisation and prints the link by which they "
        "set their password. A letter with the same link goes to them where mail is set up."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--organisation", metavar="SLUG", required=True)
        parser.add_argument("--name", default="", help="their name; they can change it")
        parser.add_argument("--create", metavar="NAME", help="make the council, with this name")

    def handle(self, **options: Any) -> None:
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is no email address.") from error
        organisation = self._organisation(options["organisation"], options["create"])
        name = options["name"] or email.partition("@")[0]
        try:
            user, token = add_administrator(organisation=organisation, email=email, name=name)
        except NotDone as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{user.email} is an administrator of {organisation}.")
        if token:
            self.stdout.write("They set their password here; the link works once, for 14 days:")
            self.stdout.write(absolute(reverse("invitation", args=[token])))
        else:
            self.stdout.write("They sign in as they do already.")

    def _organisation(self, slug: str, name: str | None) -> Organisation:
        found = Organisation.objects.filter(slug=slug).first()
        if found is None and name:
            try:
                return make_council(slug=slug, name=name)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
        if found is None:
            known = ", ".join(Organisation.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(
                f"There is no organisation {slug}: there is {known}. "
                "Give --create NAME to make a council."
            )
        return found
