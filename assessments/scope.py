"""Looking assessments up within what the reader may see.

Like `evidence.scope`: the signed-in person first, then the parts of the address by name.
Put `serves` outside `require_POST` and its like, so that one whose access has ended gets
the same answer whatever the method.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from assessments.improvement_queries import with_updates
from assessments.models import Assessment, ElementAssessment, Improvement
from assessments.permissions import reads_assessment
from assessments.queries import open_or_latest
from assessments.reading import keep_last_day, last_day_in_sql
from evidence.models import ReaderGrant
from evidence.scope import portfolio_in_scope


class AccessEnded(PermissionDenied):
    """The reader's access to the assessment is over: the same page for all beneath it."""

    def __init__(self, assessment: Assessment, reader: User) -> None:
        super().__init__()
        self.assessment = assessment
        self.reader = reader


def assessment_in_scope(user: User, service: str, standard: str) -> Assessment:
    """The service's open assessment, else its latest; Http404 where there is none."""
    portfolio = portfolio_in_scope(user, service, standard)
    assessment = open_or_latest(portfolio)
    if assessment is None:
        raise Http404
    assessment.portfolio = portfolio
    return assessment


def row_of(assessment: Assessment, code: str) -> ElementAssessment:
    """An element of an assessment that the reader was let to; Http404 for an unknown code."""
    row = get_object_or_404(
        assessment.elements.select_related("element", "rating", "accepted_by"), element__code=code
    )
    row.assessment = assessment
    return row


def assessment_for_assessor(user: User, pk: int) -> Assessment:
    """An assessment that the reader has access to today, or may read as one of the council.

    Access that ended or was withdrawn raises AccessEnded; without any, or with one that has
    not begun, it is Http404 as for an assessment that does not exist.
    """
    assessment = get_object_or_404(
        Assessment.objects.select_related(
            "portfolio__service__organisation", "portfolio__standard", "edition", "snapshot"
        ).annotate(last_day=last_day_in_sql(user)),
        pk=pk,
    )
    if keep_last_day(user, assessment) or reads_assessment(user, assessment):
        return assessment
    grants = ReaderGrant.objects.filter(reader=user, snapshot_id=assessment.snapshot_id)
    if grants.over().exists():
        raise AccessEnded(assessment, user)
    raise Http404


def improvement_in_scope(user: User, service: str, standard: str, pk: int) -> Improvement:
    """An improvement of the service’s portfolio, with what was reported on it; else Http404."""
    portfolio = portfolio_in_scope(user, service, standard)
    improvement = with_updates(portfolio, pk)
    if improvement is None:
        raise Http404
    improvement.row.assessment.portfolio = portfolio
    return improvement
