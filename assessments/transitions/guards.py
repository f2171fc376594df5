"""What must hold beside the state; each guard says why it does not, or nothing."""

from django.utils.translation import gettext as _

from assessments.models import Assessment, ElementAssessment, EvidenceRequest


def everything_is_rated(assessment: Assessment) -> str:
    """One statement."""
    unrated = assessment.elements.filter(in_review=True, rating__isnull=True).order_by("element")
    codes = ", ".join(unrated.values_list("element__code", flat=True))
    return _("Rate these elements before you complete: %(codes)s.") % {"codes": codes} * bool(codes)


def nothing_came_after(assessment: Assessment) -> str:
    """One statement."""
    later = Assessment.objects.filter(portfolio_id=assessment.portfolio_id, pk__gt=assessment.pk)
    if not later.exists():
        return ""
    return _("A later assessment has been opened: this one stays as it was completed.")


def is_with_service(row: ElementAssessment) -> str:
    if row.assessment.is_with_service:
        return ""
    return _("The assessment is submitted: elements can no longer be sent or approved.")


def is_under_review(row: ElementAssessment) -> str:
    return "" if row.in_review else _("This element is not under review at this visit.")


def has_self_rating(row: ElementAssessment) -> str:
    return "" if row.self_rating_id else _("Choose a self-rating before this element is approved.")


def is_with_assessor(request: EvidenceRequest) -> str:
    if request.row.assessment.is_with_assessor:
        return ""
    return _("Requests can be made and answered between submission and completion only.")


def asks_about_what_is_reviewed(request: EvidenceRequest) -> str:
    return is_under_review(request.row)
