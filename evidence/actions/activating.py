"""New links become Active when a visit accepts them, and New again when it is taken up again."""

from collections.abc import Sequence
from itertools import groupby

from django.db import transaction
from django.db.models import F

from accounts.history import record
from accounts.models import User
from criteria.models import Element
from evidence.enums import LinkStatus
from evidence.models import EvidenceLink, Portfolio, Snapshot
from evidence.models.link import EvidenceLinkQuerySet

from .about import about_portfolio


@transaction.atomic
def activate_links(
    *, portfolio: Portfolio, snapshot: Snapshot, elements: Sequence[Element], by: User
) -> None:
    """New links that were submitted for these elements and accepted become Active.

    They follow the Active ones of their element in the order they had. Links that came
    after the submission stay New.
    """
    Portfolio.objects.select_for_update(no_key=True).get(pk=portfolio.pk)
    for element in elements:
        of_element = EvidenceLink.objects.filter(portfolio=portfolio, element=element)
        submitted = snapshot.links.filter(element=element).values("item_id")
        accepted = of_element.printed_in(LinkStatus.NEW).filter(item_id__in=submitted)
        after = of_element.printed_in(LinkStatus.ACTIVE).count()
        _activate(list(accepted), snapshot=snapshot, after=after)
        _number(list(of_element.printed_in(LinkStatus.NEW)))
        of_element.filter(status=LinkStatus.NEW, item__service__isnull=True).filter(
            item_id__in=submitted
        ).update(status=LinkStatus.ACTIVE, accepted_in=snapshot, place_when_new=F("position"))
    record(
        verb="evidence.activated",
        by=by,
        about=about_portfolio(portfolio),
        elements=", ".join(element.code for element in elements),
    )


def _activate(links: list[EvidenceLink], *, snapshot: Snapshot, after: int) -> None:
    for place, link in enumerate(links, start=after + 1):
        link.accepted_in, link.place_when_new = snapshot, link.position
        link.status, link.position = LinkStatus.ACTIVE, place
    fields = ["status", "position", "accepted_in", "place_when_new"]
    EvidenceLink.objects.bulk_update(links, fields)


@transaction.atomic
def deactivate_links(*, snapshot: Snapshot, by: User) -> None:
    """Take back what `activate_links` did with this snapshot.

    Each link goes back to the place among the New ones that it had, as near as there is one
    now. What is no longer used, or was made New by somebody since, stays as it is; a link put
    aside with its withdrawn item comes back as New with it.
    """
    Portfolio.objects.select_for_update(no_key=True).get(pk=snapshot.portfolio_id)
    accepted = EvidenceLink.objects.filter(accepted_in=snapshot)
    active = accepted.filter(status=LinkStatus.ACTIVE).select_related("element", "item")
    back = list(active.order_by("element", "place_when_new"))
    for _element, links in groupby(back, key=lambda link: link.element_id):
        _make_new_again(list(links))
    accepted.filter(withdrawn_status=LinkStatus.ACTIVE).update(withdrawn_status=LinkStatus.NEW)
    accepted.update(accepted_in=None, place_when_new=None)
    record(
        verb="evidence.deactivated",
        by=by,
        about=about_portfolio(snapshot.portfolio),
        elements=", ".join(dict.fromkeys(link.element.code for link in back)),
    )


def _make_new_again(links: list[EvidenceLink]) -> None:
    """Links of one element, in the order they had."""
    of_element = _links_beside(links[0])
    service = [link for link in links if link.item.service_id]
    new = list(of_element.printed_in(LinkStatus.NEW))
    for link in service:
        new.insert((link.place_when_new or 1) - 1, link)
    of_element.filter(pk__in=[link.pk for link in links]).update(status=LinkStatus.NEW)
    _number(new)
    _number(list(of_element.printed_in(LinkStatus.ACTIVE)))


def _links_beside(link: EvidenceLink) -> EvidenceLinkQuerySet:
    return EvidenceLink.objects.filter(portfolio=link.portfolio_id, element=link.element_id)


def _number(links: list[EvidenceLink]) -> None:
    for place, link in enumerate(links, start=1):
        link.position = place
    EvidenceLink.objects.bulk_update(links, ["position"])
