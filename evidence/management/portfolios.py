"""Which portfolio a command is about, from the words of its command line."""

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from accounts.models import Service
from criteria.models import Edition, Standard
from criteria.queries import current_edition
from evidence.actions import open_portfolio
from evidence.models import Portfolio


def add_standard_argument(parser: CommandParser) -> None:
    parser.add_argument(
        "--standard",
        default=settings.DEFAULT_STANDARD,
        metavar="SLUG",
        help="which standard, where the service has several (default: %(default)s)",
    )


def service_named(slug: str) -> Service:
    """The service with this slug; CommandError names the ones there are."""
    services = Service.objects.select_related("organisation")
    try:
        return services.get(slug=slug)
    except Service.DoesNotExist:
        known = ", ".join(services.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no service “{slug}”. Services here: {known}.") from None


def portfolio_named(service_slug: str, standard_slug: str) -> Portfolio:
    """The portfolio that is there; CommandError says what is missing."""
    service = service_named(service_slug)
    try:
        return Portfolio.objects.select_related("service__organisation", "standard").get(
            service=service, standard__slug=standard_slug
        )
    except Portfolio.DoesNotExist:
        raise CommandError(
            f"{service.name} has no evidence for “{standard_slug}” yet. Import a summary first."
        ) from None


def portfolio_to_fill(service_slug: str, standard_slug: str) -> tuple[Portfolio, Edition]:
    """The portfolio, opened if need be, and the edition in force."""
    service = service_named(service_slug)
    try:
        edition = current_edition(standard_slug)
    except Edition.DoesNotExist:
        known = ", ".join(Standard.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(
            f"There is no standard “{standard_slug}”. Standards here: {known}. "
            "Load one with load_standard."
        ) from None
    portfolio = open_portfolio(service=service, standard=edition.standard, by=None)
    return portfolio, edition
