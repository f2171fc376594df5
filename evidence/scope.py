"""Looking things up within what the reader may see: a stranger gets Http404.

Each function takes the signed-in person first and then, by name, the parts of the address.
"""

from uuid import UUID

from django.db.models import QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import HistoryHead, User
from evidence.models import (
    Destruction,
    EvidenceItem,
    EvidenceLink,
    EvidenceVersion,
    Intake,
    PendingImport,
    Portfolio,
    SummaryImport,
)
from evidence.permissions import reads_portfolio, reads_version


def portfolio_in_scope(user: User, service: str, standard: str) -> Portfolio:
    """The portfolio of a service for a standard, both by slug."""
    return _read_by(user, Portfolio.objects.all(), service, standard)


def library_in_scope(user: User, service: str, standard: str) -> Portfolio:
    """The portfolio, with the seal of the latest deed in the history as `.as_of`.

    It comes with the same statement: while it stays the same nothing has changed.
    """
    seal = Subquery(HistoryHead.objects.values("seal")[:1])
    return _read_by(user, Portfolio.objects.annotate(as_of=seal), service, standard)


def _read_by(user: User, portfolios: QuerySet[Portfolio], service: str, standard: str) -> Portfolio:
    portfolio = get_object_or_404(
        portfolios.select_related("service__organisation", "standard"),
        service__slug=service,
        standard__slug=standard,
    )
    if not reads_portfolio(user, portfolio):
        raise Http404
    return portfolio


def link_in_scope(user: User, service: str, standard: str, link: int) -> EvidenceLink:
    """A link of the portfolio, with its item and element."""
    portfolio = portfolio_in_scope(user, service, standard)
    found = get_object_or_404(
        EvidenceLink.objects.select_related("item", "element__edition", "clause"),
        portfolio=portfolio,
        pk=link,
    )
    found.portfolio = portfolio
    return found


def item_in_scope(user: User, service: str, standard: str, code: str) -> EvidenceItem:
    """An item that the portfolio's service can use, by its code; the portfolio as `.seen_from`."""
    portfolio = portfolio_in_scope(user, service, standard)
    item = get_object_or_404(
        EvidenceItem.objects.of_service(portfolio.service).select_related(
            "organisation", "service", "team", "owner"
        ),
        code__iexact=code,
    )
    item.seen_from = portfolio  # type: ignore[attr-defined]
    return item


def intake_in_scope(user: User, service: str, standard: str, uuid: UUID) -> Intake:
    """Files that this person dropped; nobody else sees them before they are added."""
    intake = get_object_or_404(
        Intake.objects.select_related(
            "portfolio__service__organisation", "portfolio__standard", "element"
        ),
        portfolio__service__slug=service,
        portfolio__standard__slug=standard,
        by=user,
        uuid=uuid,
    )
    if not reads_portfolio(user, intake.portfolio):
        raise Http404
    return intake


def import_in_scope(user: User, service: str, standard: str, pk: int) -> SummaryImport:
    """An import into the portfolio."""
    portfolio = portfolio_in_scope(user, service, standard)
    found = get_object_or_404(
        SummaryImport.objects.select_related("by"), pk=pk, portfolio=portfolio
    )
    found.portfolio = portfolio
    return found


def pending_in_scope(user: User, service: str, standard: str, pk: int) -> PendingImport:
    """A summary that waits to be confirmed for the portfolio."""
    portfolio = portfolio_in_scope(user, service, standard)
    found = get_object_or_404(
        PendingImport.objects.select_related("by"), pk=pk, portfolio=portfolio
    )
    found.portfolio = portfolio
    return found


def version_in_scope(user: User, uuid: UUID) -> EvidenceVersion:
    """A version by its public number, for people of the council that it belongs to."""
    version = get_object_or_404(
        EvidenceVersion.objects.select_related("item__service", "item__organisation"), uuid=uuid
    )
    if not reads_version(user, version):
        raise Http404
    return version


def destruction_in_scope(user: User, uuid: UUID) -> Destruction:
    """The destruction of a version that the person may read, or might have read."""
    found = get_object_or_404(
        Destruction.objects.select_related(
            "version__item__service",
            "version__item__organisation",
            "version__created_by",
            "asked_by",
            "agreed_by",
            "refused_by",
        ),
        uuid=uuid,
    )
    if not reads_version(user, found.version):
        raise Http404
    return found
