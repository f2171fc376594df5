"""What is held: asked by everything that destroys or erases, before it does.

Only holds that stand count. Setting a hold locks the organisation's row: whoever destroys
locks it too before asking here, so that neither can slip past the other.

    if reasons := holds_on_items([item.pk]).get(item.pk):
        raise Held(reasons)
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from evidence.enums import DisclosureState
from evidence.models import (
    DisclosureEntry,
    EvidenceItem,
    EvidenceLink,
    EvidenceVersion,
    Hold,
    Portfolio,
    ReaderGrant,
)


def holds_on_items(ids: Iterable[int]) -> dict[int, list[Hold]]:
    """The holds that keep each of the items, by the item; items without one are left out.

    A hold on a portfolio covers all items of its service and all that are linked in it, no
    longer used ones too. What was gathered for a request that is open is kept by that request:
    a hold that is not saved stands for it. At most three statements.
    """
    wanted = list(ids)
    whose = EvidenceItem.objects.filter(pk__in=wanted).values("organisation")
    holds = list(
        Hold.objects.standing()
        .filter(Q(item__in=wanted) | Q(portfolio__isnull=False, organisation__in=whose))
        .select_related("item", "portfolio__service", "portfolio__standard", "set_by")
    )
    covered = _items_of({hold.portfolio_id for hold in holds if hold.portfolio_id}, wanted)
    found: dict[int, list[Hold]] = {}
    for hold in holds:
        for item in covered[hold.portfolio_id] if hold.portfolio_id else [hold.item_id]:
            found.setdefault(item, []).append(hold)  # type: ignore[arg-type]
    for hold in _of_open_requests(wanted):
        found.setdefault(hold.item_id, []).append(hold)  # type: ignore[arg-type]
    return found


def _of_open_requests(wanted: list[int]) -> list[Hold]:
    """What somebody has asked for must not be destroyed before they have their answer.

    To destroy it then is an offence: section 77 of the Freedom of Information Act 2000,
    section 65 of the Scottish Act, section 173 of the Data Protection Act 2018.
    """
    entries = DisclosureEntry.objects.filter(
        version__item__in=wanted, disclosure__state=DisclosureState.OPEN
    ).select_related("disclosure", "version__item", "added_by")
    return [
        Hold(
            organisation_id=entry.disclosure.organisation_id,
            item=entry.version.item,
            reason=_("It was asked for, and the request is not answered yet"),
            reference=entry.disclosure.reference,
            set_at=entry.added_at,
            set_by=entry.added_by,
        )
        for entry in entries.order_by("version__item", "disclosure", "pk")
    ]


def is_held() -> Q:
    """Whether an item of an outer query's has a standing hold, for `annotate` and `filter`."""
    standing = Hold.objects.standing()
    asked_for = DisclosureEntry.objects.filter(disclosure__state=DisclosureState.OPEN)
    return Q(
        Exists(standing.filter(item=OuterRef("pk")))
        | Exists(standing.filter(portfolio__service=OuterRef("service")))
        | Exists(standing.filter(portfolio__links__item=OuterRef("pk")))
        | Exists(asked_for.filter(version__item=OuterRef("pk")))
    )


def holds_on_portfolio(portfolio: Portfolio) -> list[Hold]:
    """The holds on all evidence of the portfolio; one statement."""
    return list(
        Hold.objects.standing()
        .filter(portfolio=portfolio)
        .select_related("portfolio__service", "portfolio__standard", "set_by")
    )


def holds_on_person(user: User) -> list[Hold]:
    """The holds on what is known of a person; one statement."""
    return list(Hold.objects.standing().filter(person=user).select_related("person", "set_by"))


def people_known_to(organisation: Organisation) -> QuerySet[User]:
    """Of whom the organisation holds something: its people, assessors, and who left evidence."""
    items = EvidenceItem.objects.filter(organisation=organisation)
    added = EvidenceVersion.objects.filter(item__organisation=organisation)
    readers = ReaderGrant.objects.filter(snapshot__portfolio__service__organisation=organisation)
    return User.objects.filter(
        Q(pk__in=organisation.memberships.values("user"))
        | Q(pk__in=items.values("owner"))
        | Q(pk__in=items.values("created_by"))
        | Q(pk__in=added.values("created_by"))
        | Q(pk__in=readers.values("reader"))
    ).order_by("name", "pk")


def _items_of(portfolios: set[int], wanted: list[int]) -> dict[int, list[int]]:
    """Which of the items each portfolio covers; one statement, none for no portfolio."""
    covered: dict[int, list[int]] = {pk: [] for pk in portfolios}
    if portfolios:
        own = EvidenceItem.objects.filter(pk__in=wanted, service__portfolios__in=portfolios)
        linked = EvidenceLink.objects.filter(item__in=wanted, portfolio__in=portfolios)
        pairs = (
            own.order_by()
            .values_list("pk", "service__portfolios")
            .union(linked.order_by().values_list("item", "portfolio"))
        )
        for item, portfolio in sorted(pairs):
            if portfolio in covered:
                covered[portfolio].append(item)
    return covered
