"""Make a service of an organisation, with its portfolio for a standard."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.actions import make_service
from accounts.models import Organisation, Service
from criteria.models import Standard
from evidence.actions import open_portfolio


class Command(BaseCommand):
    help = (
        "Makes a service of an organisation, and opens its evidence for a standard; of a service"
        " that is there it opens the evidence for another."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--organisation", metavar="SLUG", required=True)
        parser.add_argument("--name", default="", help="of a new service")
        parser.add_argument("--prefix", default="", help="of a new service's codes, such as CSS")
        parser.add_argument("--standard", metavar="SLUG", default=settings.DEFAULT_STANDARD)

    def handle(self, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        standard = Standard.objects.filter(slug=options["standard"]).first()
        if organisation is None:
            raise CommandError(f"There is no organisation {options['organisation']}.")
        if standard is None:
            raise CommandError(f"There is no standard {options['standard']}: see load_standard.")
        given = {name: options[name] for name in ("slug", "name", "prefix")}
        try:
            with transaction.atomic():
                service = _lacking(organisation, standard, given["slug"]) or make_service(
                    organisation=organisation, **given
                )
                open_portfolio(service=service, standard=standard, by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{service}, for {standard}: /services/{service.slug}/{standard.slug}/")


def _lacking(organisation: Organisation, standard: Standard, slug: str) -> Service | None:
    """The service, where it is there and has nothing for the standard yet."""
    services = organisation.services.exclude(portfolios__standard=standard)
    return services.filter(slug=slug).first()
