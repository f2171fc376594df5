"""The files that were submitted, for the assessor. Every reading is in the history."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.access import serves
from assessments.models import Assessment
from assessments.scope import assessment_for_assessor
from evidence.actions import record_reading
from evidence.models import SnapshotLink
from evidence.views.common import SignedIn
from evidence.views.files import begins_reading, serve_version


@serves("assessments.assess", assessment_for_assessor)
@require_safe
def desk_file(request: SignedIn, assessment: Assessment, link: int) -> HttpResponseBase:
    """The submitted version, to be saved."""
    return _serve(request, assessment, link, inline=False)


@serves("assessments.assess", assessment_for_assessor)
@require_safe
def desk_file_view(request: SignedIn, assessment: Assessment, link: int) -> HttpResponseBase:
    """The submitted version, in a frame of the desk or a tab of its own."""
    return _serve(request, assessment, link, inline=True)


def _serve(
    request: SignedIn, assessment: Assessment, link: int, *, inline: bool
) -> HttpResponseBase:
    found = get_object_or_404(
        SnapshotLink.objects.select_related("version__item", "element"),
        pk=link,
        snapshot_id=assessment.snapshot_id,
    )
    if (version := found.version) is None:
        raise Http404
    response = serve_version(request, version, inline=inline)
    if request.method == "GET" and begins_reading(request, response):
        record_reading(
            version=version,
            by=request.user,
            portfolio=assessment.portfolio,
            element_code=found.element.code,
            assessment_id=assessment.pk,
        )
    return response
