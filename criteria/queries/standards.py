"""Reads of standards. Each takes a fixed number of SQL statements whatever the size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet, prefetch_related_objects

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
