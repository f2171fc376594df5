"""What entries of the history are about, for assessments."""

from accounts.history import About
from assessments.models import Assessment, ElementAssessment


def about_assessment(assessment: Assessment) -> About:
    return About(
        organisation_id=assessment.portfolio.service.organisation_id,
        portfolio_id=assessment.portfolio_id,
        assessment_id=assessment.pk,
    )


def about_element(row: ElementAssessment) -> About:
    whole = about_assessment(row.assessment)
    return About(
        organisation_id=whole.organisation_id,
        portfolio_id=whole.portfolio_id,
        assessment_id=whole.assessment_id,
        element_code=row.element.code,
    )
