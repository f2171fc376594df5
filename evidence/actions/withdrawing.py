"""Withdrawing an item with a reason, and restoring it. Nothing of it is lost either way."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import Organisation, User
from evidence.enums import LinkStatus
from evidence.models import EvidenceItem, EvidenceLink, Portfolio

from .about import about_item, about_link
from .links import length_of_list, put_aside


class NotPossibleNow(Exception):
    """Somebody else has withdrawn or restored the item already."""


@transaction.atomic
def withdraw_item(*, item: EvidenceItem, reason: str, by: User) -> EvidenceItem:
    """Use the item for nothing any more, in any portfolio; it stays readable.

    Its links in use become no longer used and remember their status. What was submitted
    stays as it is. Raises NotPossibleNow.
    """
    _lock(item)
    if item.is_withdrawn:
        raise NotPossibleNow(_("%(code)s is withdrawn already.") % {"code": item.code})
    links = list(_links_of(item).in_use())
    for link in links:
        put_aside(link, reason=reason, withdrawn_status=link.status)
        record(
            verb="evidence.link_archived",
            by=by,
            about=about_link(link),
            code=item.code,
            element=link.element.code,
            reason=reason,
        )
    item.withdrawn_at, item.withdrawn_by = timezone.now(), by
    item.withdrawn_reason = reason
    item.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record(
        verb="evidence.withdrawn",
        by=by,
        about=about_item(item),
        code=item.code,
        reason=reason,
        links=len(links),
    )
    return item


@transaction.atomic
def restore_item(*, item: EvidenceItem, by: User) -> EvidenceItem:
    """Use the item again: its links come back with their status, at the end of their lists.

    Raises NotPossibleNow.
    """
    _lock(item)
    if not item.is_withdrawn:
        raise NotPossibleNow(_("%(code)s is in use already.") % {"code": item.code})
    links = list(_links_of(item).exclude(withdrawn_status=""))
    for link in links:
        link.status, link.withdrawn_status = LinkStatus(link.withdrawn_status), ""
        link.archived_reason, link.position = "", length_of_list(link) + 1
        link.save(update_fields=["status", "withdrawn_status", "archived_reason", "position"])
        record(
            verb="evidence.link_restored",
            by=by,
            about=about_link(link),
            code=item.code,
            element=link.element.code,
        )
    item.withdrawn_at = item.withdrawn_by = None
    item.withdrawn_reason = ""
    item.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record(
        verb="evidence.restored", by=by, about=about_item(item), code=item.code, links=len(links)
    )
    return item


def _lock(item: EvidenceItem) -> None:
    """Whoever could link the item or add to it waits; `item` is as it is now."""
    Organisation.objects.select_for_update(no_key=True).get(pk=item.organisation_id)
    of_organisation = Portfolio.objects.filter(service__organisation=item.organisation_id)
    portfolios = of_organisation.filter(service=item.service_id) if item.service_id else None
    locked = of_organisation if portfolios is None else portfolios
    list(locked.select_for_update(of=("self",), no_key=True).order_by("pk"))
    item.refresh_from_db(from_queryset=EvidenceItem.objects.select_for_update(no_key=True))


def _links_of(item: EvidenceItem):
    return (
        EvidenceLink.objects.filter(item=item)
        .select_related("item", "portfolio", "element__edition")
        .order_by("portfolio", "element", "pk")
    )
