"""The files that were submitted, for the assessor. Every reading is in the history."""

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.access import serves
from assessments.models import Assessment
from assessments.scope import assessment_for_assessor
from evidence.actions import record_reading
from evidence.enums import VersionRole
from evidence.models import EvidenceVersion, SnapshotLink
from evidence.views.common import SignedIn
from evidence.views.files import serve_version
from evidence.views.serving import begins_reading


@serves("assessments.assess", assessment_for_assessor)
@require_safe
def desk_file(request: SignedIn, assessment: Assessment, link: int) -> HttpResponseBase:
    """The submitted version, to be saved."""
    found = _submitted(assessment, link)
    return _serve(request, assessment, found, found.version, inline=False)


@serves("assessments.assess", assessment_for_assessor)
@require_safe
def desk_file_view(request: SignedIn, assessment: Assessment, link: int) -> HttpResponseBase:
    """The submitted version, in a frame of the desk or a tab of its own."""
    found = _submitted(assessment, link)
    return _serve(request, assessment, found, found.version, inline=True)


@serves("assessments.assess", assessment_for_assessor)
@require_safe
def desk_picture(
    request: SignedIn, assessment: Assessment, link: int, picture: UUID
) -> HttpResponseBase:
    """A picture beside the submitted note; nothing else that stands beside a version."""
    found = _submitted(assessment, link)
    beside = EvidenceVersion.objects.filter(
        role=VersionRole.PICTURE, accompanies__isnull=False, accompanies=found.version_id
    )
    version = get_object_or_404(beside.select_related("item"), uuid=picture)
    return _serve(request, assessment, found, version, inline=True)


def _submitted(assessment: Assessment, link: int) -> SnapshotLink:
    return get_object_or_404(
        SnapshotLink.objects.select_related("version__item", "element"),
        pk=link,
        snapshot_id=assessment.snapshot_id,
    )


def _serve(
    request: SignedIn,
    assessment: Assessment,
    found: SnapshotLink,
    version: EvidenceVersion | None,
    *,
    inline: bool,
) -> HttpResponseBase:
    if version is None:
        raise Http404
    response = serve_version(request, version, inline=inline)
    if begins_reading(request, response):
        record_reading(
            version=version,
            by=request.user,
            portfolio=assessment.portfolio,
            element_code=found.element.code,
            assessment_id=assessment.pk,
        )
    return response
