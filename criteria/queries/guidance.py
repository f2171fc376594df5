"""Reads of what organisations say beside elements, each with a fixed number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Prefetch, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from accounts.history.sentences import who_did, with_words
from accounts.models import HistoryEntry, Organisation
from criteria.models import Edition, Element, OwnGuidance


def own_guidance(organisation: Organisation, element: Element) -> OwnGuidance:
    """What the organisation says of the element; a new one, not saved, where it says nothing."""
    found = OwnGuidance.objects.select_related("updated_by").filter(
        organisation=organisation, element=element
    )
    guidance = found.first() or OwnGuidance()
    guidance.organisation, guidance.element = organisation, element
    return guidance


def guidance_of(organisation: Organisation, element: Element) -> str:
    """What the organisation says beside the element, or nothing; one statement."""
    return own_guidance(organisation, element).text


def guidance_in_sql(organisation_id: int, element: str) -> Coalesce:
    """The same within a query; `element` is the way from its rows to the element's id."""
    own = OwnGuidance.objects.filter(organisation=organisation_id, element=OuterRef(element))
    return Coalesce(Subquery(own.values("text")[:1]), Value(""), output_field=TextField())


def guidance_of_each(
    organisations: Iterable[Organisation], element: Element
) -> dict[int, OwnGuidance]:
    """What these organisations say of the element, by their ids; one statement."""
    rows = OwnGuidance.objects.written().filter(element=element, organisation__in=organisations)
    return {row.organisation_id: row for row in rows}


def elements_with_own_guidance(edition: Edition, organisation: Organisation) -> list[Element]:
    """Every element in order, with `.own`: a list of one guidance, or none; two statements."""
    written = OwnGuidance.objects.written().filter(organisation=organisation)
    own = Prefetch("own_guidance", written.select_related("updated_by"), to_attr="own")
    rows = Element.objects.of_edition(edition).with_headings().prefetch_related(own)
    elements: list[Element] = list(rows)
    for element in elements:
        element.edition = edition
    return elements


def guidance_of_another_edition(guidance: OwnGuidance) -> OwnGuidance | None:
    """What the organisation last wrote for the same code in another edition; one statement."""
    element = guidance.element
    return (
        OwnGuidance.objects.written()
        .filter(
            organisation=guidance.organisation,
            element__code=element.code,
            element__edition__standard=element.edition.standard_id,
        )
        .exclude(element=element)
        .select_related("element__edition")
        .order_by("-updated_at")
        .first()
    )


@dataclass(frozen=True)
class EarlierText:
    """What the guidance said until somebody changed it."""

    until: datetime
    who: str
    text: str


def earlier_texts(guidance: OwnGuidance, *, most: int = 10) -> list[EarlierText]:
    """The texts that were replaced, latest first; one statement."""
    element = guidance.element
    entries = HistoryEntry.objects.filter(
        portfolio_id__isnull=True,
        element_code=element.code,
        organisation_id=guidance.organisation_id,
        verb="criteria.own_guidance_written",
    ).order_by("-sequence")[: 5 * most]
    found = [
        EarlierText(row.at, who_did(row.actor, told), told["before"])
        for row in with_words(entries)
        if (told := row.words or {}).get("element_id") == element.pk and told.get("before")
    ]
    return found[:most]
