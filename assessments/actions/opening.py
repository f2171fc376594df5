"""A manager opens an assessment."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from assessments.models import Assessment, ElementAssessment
from assessments.queries import last_ratings, year_of
from assessments.transitions import NotPossibleNow
from criteria.actions import mark_edition_used
from criteria.models import Edition, Element
from evidence.actions import plan_snapshot
from evidence.models import Portfolio

from .about import about_assessment


@transaction.atomic
def open_assessment(
    *,
    portfolio: Portfolio,
    edition: Edition,
    label: str,
    kind: str,
    by: User | None,
    reference: str = "",
    visit_on: date | None = None,
    under_review: Collection[str] | None = None,
) -> Assessment:
    """A new assessment in preparation.

    `under_review` holds the codes of the elements that the visit covers, None for all;
    the others carry the rating of the last completed assessment, labelled with its year.
    Raises NotPossibleNow while another one of the portfolio is open.
    """
    Portfolio.objects.select_for_update().get(pk=portfolio.pk)
    if Assessment.objects.open().filter(portfolio=portfolio).exists():
        raise NotPossibleNow(_("Complete the open assessment before you open the next."))
    mark_edition_used(edition=edition)
    assessment = Assessment.objects.create(
        portfolio=portfolio,
        edition=edition,
        label=label,
        kind=kind,
        reference=reference,
        visit_on=visit_on,
        snapshot=plan_snapshot(portfolio=portfolio, edition=edition),
    )
    last = last_ratings(portfolio, edition)
    ElementAssessment.objects.bulk_create(
        _carried(assessment, element, last.get(element.pk))
        if under_review is not None and element.code not in under_review
        else ElementAssessment(assessment=assessment, element=element)
        for element in edition.elements.all()
    )
    record(verb="assessments.opened", by=by, about=about_assessment(assessment), label=label)
    return assessment


def _carried(
    assessment: Assessment, element: Element, last: ElementAssessment | None
) -> ElementAssessment:
    """An element that is not under review, with what the last visit found."""
    row = ElementAssessment(assessment=assessment, element=element, in_review=False)
    if last:
        row.self_rating, row.rating, row.finding = last.self_rating, last.rating, last.finding
        row.carried_from = last.carried_from or str(year_of(last.assessment))
    return row
