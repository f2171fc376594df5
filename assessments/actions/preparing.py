"""What the service does: open an assessment, assess itself, submit."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from assessments.checklist import what_is_missing
from assessments.enums import Kind
from assessments.models import Assessment, ElementAssessment
from assessments.transitions import NotPossibleNow, require, require_with_service
from criteria.actions import mark_edition_used
from criteria.models import Edition, Rating
from evidence.actions import freeze_links
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
) -> Assessment:
    """A new assessment in preparation, with every element of the edition under review.

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
    )
    ElementAssessment.objects.bulk_create(
        ElementAssessment(assessment=assessment, element=element)
        for element in edition.elements.all()
    )
    record(verb="assessments.opened", by=by, about=about_assessment(assessment), label=label)
    return assessment


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
def submit_assessment(*, assessment: Assessment, by: User) -> Assessment:
    """Lock the evidence as it is and hand the assessment to the assessor.

    Raises NotPossibleNow where the state does not allow it or something that blocks is
    missing; its message names the elements.
    """
    assessment = _locked(assessment)
    target = require(assessment, "submit")
    blocking = [gap.element_code for gap in what_is_missing(assessment) if gap.blocks]
    if blocking:
        raise NotPossibleNow(
            _("Rate these elements before you submit: %(codes)s.") % {"codes": ", ".join(blocking)}
        )
    assessment.snapshot = freeze_links(
        portfolio=assessment.portfolio, edition=assessment.edition, by=by
    )
    assessment.state, assessment.return_reason = target, ""
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
        .select_related("portfolio__service__organisation", "edition")
        .get(pk=assessment.pk)
    )
