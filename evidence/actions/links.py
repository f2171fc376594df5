"""Links between items and elements, and their order within each printed list."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from criteria.actions import mark_edition_used
from criteria.models import Clause, Element
from evidence.enums import LinkStatus, Scope
from evidence.models import EvidenceItem, EvidenceLink, Portfolio

from .about import about_link
from .guards import require_in_use


class AlreadyLinked(Exception):
    """The item is linked to the element already."""


class NotInThisPortfolio(Exception):
    """The item belongs to another service or another organisation."""


@transaction.atomic
def link_evidence(
    *,
    portfolio: Portfolio,
    element: Element,
    item: EvidenceItem,
    by: User | None,
    status: LinkStatus | None = None,
    clause: Clause | None = None,
    locator: str = "",
    rationale: str = "",
) -> EvidenceLink:
    """Cite `item` for `element`, at the end of its printed list.

    Without a status a service item is New and a corporate one Active. An item that was no
    longer used for the element is used again. Raises AlreadyLinked, NotInThisPortfolio and
    ItemWithdrawn.
    """
    _lock(portfolio)
    if not item.is_for(portfolio.service):
        raise NotInThisPortfolio(_("%(code)s belongs to another service.") % {"code": item.code})
    require_in_use(item)
    status = status or (LinkStatus.NEW if item.scope == Scope.SERVICE else LinkStatus.ACTIVE)
    link = EvidenceLink.objects.filter(portfolio=portfolio, element=element, item=item).first()
    if link and link.status != LinkStatus.ARCHIVED:
        raise AlreadyLinked(
            _("%(code)s is linked to %(element)s already.")
            % {"code": item.code, "element": element.code}
        )
    link = link or EvidenceLink(portfolio=portfolio, element=element, item=item, created_by=by)
    link.status, link.clause = status, clause
    link.locator, link.rationale, link.archived_reason = locator, rationale, ""
    link.position = length_of_list(link) + 1
    link.save()
    mark_edition_used(edition=element.edition, by=by)
    record(
        verb="evidence.linked",
        by=by,
        about=about_link(link),
        code=item.code,
        element=element.code,
        status=status.value,
    )
    return link


@transaction.atomic
def edit_link(
    *, link: EvidenceLink, locator: str, rationale: str, clause: Clause | None, by: User | None
) -> EvidenceLink:
    """Say where to look, why it matters, and which part of the element it is for."""
    before = {"locator": link.locator, "rationale": link.rationale}
    link.locator, link.rationale, link.clause = locator, rationale, clause
    link.save(update_fields=["locator", "rationale", "clause"])
    record(
        verb="evidence.link_edited",
        by=by,
        about=about_link(link),
        code=link.item.code,
        element=link.element.code,
        before=before,
        after={"locator": locator, "rationale": rationale},
    )
    return link


@transaction.atomic
def move_link(*, link: EvidenceLink, position: int, by: User | None) -> None:
    """Put the link at `position` (from 1) of its printed list; the others make room."""
    _lock(link.portfolio)
    others = [other for other in _list_of(link) if other.pk != link.pk]
    position = max(1, min(position, len(others) + 1))
    others.insert(position - 1, link)
    _number(others)
    record(
        verb="evidence.link_moved",
        by=by,
        about=about_link(link),
        code=link.item.code,
        element=link.element.code,
        position=position,
    )


@transaction.atomic
def archive_link(*, link: EvidenceLink, reason: str, by: User | None) -> None:
    """The item is no longer used for the element; the link, its words and its file stay."""
    _lock(link.portfolio)
    put_aside(link, reason=reason)
    record(
        verb="evidence.link_archived",
        by=by,
        about=about_link(link),
        code=link.item.code,
        element=link.element.code,
        reason=reason,
    )


@transaction.atomic
def restore_link(*, link: EvidenceLink, by: User) -> None:
    """Use an item again: a service item as New, at the end of its list. Raises ItemWithdrawn."""
    _lock(link.portfolio)
    require_in_use(link.item)
    corporate = link.item.scope == Scope.CORPORATE
    link.status = LinkStatus.ACTIVE if corporate else LinkStatus.NEW
    link.position = length_of_list(link) + 1
    link.archived_reason = ""
    link.save(update_fields=["status", "position", "archived_reason"])
    record(
        verb="evidence.link_restored",
        by=by,
        about=about_link(link),
        code=link.item.code,
        element=link.element.code,
    )


@transaction.atomic
def change_status(*, link: EvidenceLink, status: LinkStatus, by: User | None) -> None:
    """Make a link New or Active, at the end of its printed list; one put aside is used again.

    Raises ItemWithdrawn.
    """
    _lock(link.portfolio)
    require_in_use(link.item)
    before, listing = link.status, link.listing
    remaining = [other for other in _list_of(link) if other.pk != link.pk]
    link.status, link.archived_reason = status, ""
    if link.listing != listing:
        _number(remaining)
        link.position = length_of_list(link) + 1
    link.save(update_fields=["status", "position", "archived_reason"])
    record(
        verb="evidence.link_status_changed",
        by=by,
        about=about_link(link),
        code=link.item.code,
        element=link.element.code,
        before=before,
        status=status.value,
    )


def _lock(portfolio: Portfolio) -> None:
    """Positions are counted under the portfolio's lock, so that two writers do not collide."""
    Portfolio.objects.select_for_update(no_key=True).get(pk=portfolio.pk)


def put_aside(link: EvidenceLink, *, reason: str, withdrawn_status: str = "") -> None:
    """Take the link out of its printed list, which closes up; call it under the lock."""
    remaining = [other for other in _list_of(link) if other.pk != link.pk]
    link.status, link.position, link.archived_reason = LinkStatus.ARCHIVED, None, reason
    link.withdrawn_status = withdrawn_status
    link.save(update_fields=["status", "position", "archived_reason", "withdrawn_status"])
    _number(remaining)


def _list_of(link: EvidenceLink) -> list[EvidenceLink]:
    return list(_printed_with(link))


def _printed_with(link: EvidenceLink) -> QuerySet[EvidenceLink]:
    same_element = EvidenceLink.objects.filter(portfolio=link.portfolio, element=link.element)
    return same_element.printed_in(link.listing)


def length_of_list(link: EvidenceLink) -> int:
    """How many others stand in the printed list of the link."""
    return _printed_with(link).exclude(pk=link.pk).count()


def _number(links: list[EvidenceLink]) -> None:
    for position, link in enumerate(links, start=1):
        link.position = position
    EvidenceLink.objects.bulk_update(links, ["position"])
