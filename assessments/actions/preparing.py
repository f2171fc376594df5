"""What the service does: open an assessment, assess itself, submit."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from assessments.checklist import what_is_missing
from assessments.enums import Kind
from assessments.models import Assessment, ElementAssessment
from assessments.queries import last_ratings, year_of
from assessments.transitions import NotPossibleNow, require, require_with_service
from criteria.actions import mark_edition_used
from criteria.models import Edition, Element, Rating
from evidence.actions import freeze_links, plan_snapshot
from evidence.models import Portfolio

from .about import about_assessment, about_element
from .revisions import update_at_revision


@transaction.atomic
def open_assessment(
    *,
    portfolio: Portfolio,
    edition: Edition,
    label: str,
    kind: Kind,
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


@transaction.atomic
def save_self_assessment(
    *,
    row: ElementAssessment,
    revision: int,
    self_rating: Rating | None,
    commentary: str,
    by: User,
) -> None:
    """The service's own rating and words for one element.

    `revision` is the one the form began from; raises ChangedMeanwhile where it has moved
    on, and NotPossibleNow once the assessment is submitted.
    """
    assessment = Assessment.objects.select_for_update().get(pk=row.assessment_id)
    require_with_service(assessment)
    before = {
        "self_rating": row.self_rating.name if row.self_rating else "",
        "commentary": row.commentary,
    }
    update_at_revision(
        row,
        counter="service_revision",
        revision=revision,
        self_rating=self_rating,
        commentary=commentary,
    )
    after = {"self_rating": self_rating.name if self_rating else "", "commentary": commentary}
    if after != before:
        record(
            verb="assessments.self_assessed",
            by=by,
            about=about_element(row),
            self_rating=after["self_rating"] or _("none"),
            words=len(commentary.split()),
            before=before,
            after=after,
        )


@transaction.atomic
def submit_assessment(*, assessment: Assessment, by: User, gaps_reason: str = "") -> Assessment:
    """Lock the evidence as it is and hand the assessment to the assessor.

    Raises NotPossibleNow where the state does not allow it, or where something that blocks
    is missing and `gaps_reason` does not say why; its message names the elements.
    """
    assessment = _locked(assessment)
    target = require(assessment, "submit")
    blocking = [gap.element_code for gap in what_is_missing(assessment) if gap.blocks]
    if blocking and not gaps_reason.strip():
        raise NotPossibleNow(
            _("Rate these elements before you submit, or say why they are not rated: %(codes)s.")
            % {"codes": ", ".join(blocking)}
        )
    freeze_links(snapshot=assessment.snapshot, by=by)
    assessment.state, assessment.return_reason = target, ""
    assessment.gaps_reason = gaps_reason if blocking else ""
    assessment.submitted_at, assessment.submitted_by = timezone.now(), by
    assessment.save()
    record(
        verb="assessments.submitted",
        by=by,
        about=about_assessment(assessment),
        label=assessment.label,
    )
    return assessment


def _locked(assessment: Assessment) -> Assessment:
    return (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("portfolio__service__organisation", "edition", "snapshot")
        .get(pk=assessment.pk)
    )
