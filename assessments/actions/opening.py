"""A manager opens an assessment."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from assessments.carrying import begin_afresh, carry
from assessments.models import Assessment, ElementAssessment, PlannedVisit
from assessments.queries import last_found
from assessments.transitions import NotPossibleNow
from criteria.actions import mark_edition_used
from criteria.models import Edition
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
    the others carry what the last completed assessment found, labelled with its year. What
    is under review starts afresh, with the commentary of last time to begin from. A plan of
    this kind of visit that waits becomes the plan of this assessment.
    Raises NotPossibleNow while another one of the portfolio is open.
    """
    Portfolio.objects.select_for_update(no_key=True).get(pk=portfolio.pk)
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
    _lay_out(assessment, under_review)
    PlannedVisit.objects.to_come().filter(portfolio=portfolio, edition=edition, kind=kind).update(
        assessment=assessment
    )
    record(verb="assessments.opened", by=by, about=about_assessment(assessment), label=label)
    return assessment


def _lay_out(assessment: Assessment, under_review: Collection[str] | None) -> None:
    """A row for every element, each with what it takes over from the last visit."""
    edition = assessment.edition
    scale = {rating.code: rating for rating in edition.ratings.all()}
    last = last_found(assessment.portfolio)
    rows = []
    for element in edition.elements.all():
        row = ElementAssessment(assessment=assessment, element=element)
        before = last.get(element.code)
        row.owner = before.owner if before else None
        if under_review is None or element.code in under_review:
            begin_afresh(row, before)
        else:
            carry(row, before, scale)
        rows.append(row)
    ElementAssessment.objects.bulk_create(rows)
