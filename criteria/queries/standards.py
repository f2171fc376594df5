"""Reads of standards. Each takes a fixed number of SQL statements whatever the size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Count,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    prefetch_related_objects,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from criteria.models import Clause, Criterion, Edition, Element, Rating


def current_edition(standard: str) -> Edition:
    """The edition in force of the standard with this slug. Raises Edition.DoesNotExist."""
    return edition_of(standard, None)


def edition_of(standard: str, edition: str | None) -> Edition:
    """The edition named, or the current one; one statement. Raises Edition.DoesNotExist."""
    editions = Edition.objects.select_related("standard").of_standard(standard)
    return editions.get(slug=edition) if edition else editions.current().get()


def current_editions() -> QuerySet[Edition]:
    """One edition a standard, with `element_count` and `criterion_count`; one statement."""
    return (
        Edition.objects.current()
        .select_related("standard")
        .annotate(
            element_count=Count("elements", distinct=True),
            criterion_count=Count("criteria", distinct=True),
        )
        .order_by("standard__name")
    )


def standard_tree(edition: Edition) -> list[Criterion]:
    """The criteria with sub-criteria, elements and clauses, all read in four statements.

    From each entry the way up to the edition costs nothing further.
    """
    prefetch_related_objects([edition], "criteria__sub_criteria__elements__clauses")
    criteria = list(edition.criteria.all())
    for criterion in criteria:
        for sub_criterion in criterion.sub_criteria.all():
            for element in sub_criterion.elements.all():
                element.edition = edition
    return criteria


def element_by_code(edition: Edition, code: str) -> Element:
    """The element with its headings and clauses, in two statements.

    Raises Element.DoesNotExist.
    """
    element = Element.objects.of_edition(edition).with_headings().with_clauses().get(code=code)
    element.edition = edition
    return element


@dataclass(frozen=True)
class Neighbours:
    """Where an element stands in its edition: the codes beside it, and its place from 1."""

    previous: str
    next: str
    place: int
    total: int


def neighbours_of(element: Element) -> Neighbours:
    """The elements before and after in the order of the edition; one statement."""
    codes = list(
        Element.objects.filter(edition_id=element.edition_id).values_list("code", flat=True)
    )
    at = codes.index(element.code)
    return Neighbours(
        previous=codes[at - 1] if at else "",
        next=codes[at + 1] if at + 1 < len(codes) else "",
        place=at + 1,
        total=len(codes),
    )


def neighbours_in_sql(element: str = "element") -> dict[str, Combinable]:
    """The same for each row of a query, to be annotated; `element` leads from it to the element.

    `neighbours_from` reads them off the row again.
    """
    ways = ("sub_criterion__criterion__position", "sub_criterion__position", "position")
    here = [OuterRef(f"{element}__{way}") for way in ways]
    beside = Element.objects.filter(edition=OuterRef(f"{element}__edition"))
    before = beside.filter(_sooner(ways, here, "lt"))
    after = beside.filter(_sooner(ways, here, "gt"))
    count = before.order_by().values("edition").annotate(count=Count("pk")).values("count")
    total = beside.order_by().values("edition").annotate(count=Count("pk")).values("count")
    return {
        "previous_code": Coalesce(Subquery(before.reverse().values("code")[:1]), Value("")),
        "next_code": Coalesce(Subquery(after.values("code")[:1]), Value("")),
        "place": Coalesce(Subquery(count), 0) + 1,
        "total": Coalesce(Subquery(total), 0),
    }


def _sooner(ways: Sequence[str], here: Sequence[OuterRef], than: str) -> Q:
    """Elements before (`lt`) or after (`gt`) this one: the first position that differs says."""
    found, same = Q(), Q()
    for way, value in zip(ways, here, strict=True):
        found |= same & Q(**{f"{way}__{than}": value})
        same &= Q(**{way: value})
    return found


def neighbours_from(row: Any) -> Neighbours:
    """Off a row of a query with `neighbours_in_sql`."""
    return Neighbours(row.previous_code, row.next_code, row.place, row.total)


def rating_names(ratings: Iterable[Rating], counts_as: str) -> list[str]:
    """What the edition calls its ratings that count so."""
    return [rating.name for rating in ratings if rating.counts_as == counts_as]


def outline_of(elements: Sequence[Element]) -> dict[str, dict[str, str]]:
    """Titles and texts by code, in order, under `criteria`, `sub_criteria`, `elements`, `clauses`.

    `elements` are all of one edition, read with their headings; one statement further.
    """
    subs = [element.sub_criterion for element in elements]
    clauses = Clause.objects.filter(element__edition__in={each.edition_id for each in elements})
    return {
        "criteria": {sub.criterion.code: sub.criterion.title for sub in subs},
        "sub_criteria": {sub.code: sub.title for sub in subs},
        "elements": {element.code: element.text for element in elements},
        "clauses": dict(clauses.values_list("code", "text")),
    }
