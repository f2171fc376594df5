"""Opening a portfolio."""

from django.db import transaction

from accounts.history import record
from accounts.models import Service, User
from criteria.models import Standard
from evidence.models import Portfolio

from .about import about_portfolio


@transaction.atomic
def open_portfolio(*, service: Service, standard: Standard, by: User | None) -> Portfolio:
    """The service's portfolio for the standard, made if it is not there yet."""
    portfolio, made = Portfolio.objects.get_or_create(service=service, standard=standard)
    if made:
        record(
            verb="evidence.portfolio_opened",
            by=by,
            about=about_portfolio(portfolio),
            service=service.name,
            standard=standard.name,
        )
    return portfolio
