"""What somebody is answered whose access is over, and what becomes of what they had typed."""

from time import time
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.defaults import permission_denied as plain_permission_denied

from accounts.models import User
from assessments.actions import keep_draft
from assessments.enums import Half
from assessments.models import Assessment, Draft, ElementAssessment
from assessments.scope import AccessEnded
from evidence.models import ReaderGrant

from .drafting import window_of

FORMS_OF_RATING = frozenset({"assessments:rate", "assessments:rating_draft"})
# Far above what the form takes, and far below what would fill a disk.
MOST_CHARACTERS = 50_000
OF_NO_WINDOW = UUID(int=0)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: one page, the same to the byte, for all beneath an assessment once access ended.

    A rating that was on its way is kept as its writer's draft, for access that is renewed.
    """
    if isinstance(exception, AccessEnded):
        return _access_ended(request, exception.assessment, exception.reader)
    return plain_permission_denied(request, exception)


def _access_ended(request: HttpRequest, assessment: Assessment, user: User) -> HttpResponse:
    if request.method == "POST":
        _keep_what_was_typed(request, assessment, user)
    grants = ReaderGrant.objects.over().filter(reader=user, snapshot_id=assessment.snapshot_id)
    last = grants.select_related("granted_by").latest("pk")
    context = {"assessment": assessment, "grant": last}
    return render(request, "assessments/access_ended.html", context, status=403)


def _keep_what_was_typed(request: HttpRequest, assessment: Assessment, user: User) -> None:
    """Private notes are left out: they go with the access."""
    asked = request.resolver_match
    if asked is None or asked.view_name not in FORMS_OF_RATING or "let_go" in request.POST:
        return
    row = assessment.elements.filter(element__code=asked.kwargs["code"]).first()
    fields = {k: v for k, v in request.POST.lists() if not k.startswith("note")}
    # The form itself comes after all that a script sent while it was typed.
    fields.setdefault("typed", [str(int(time() * 1000))])
    length = sum(len(each) for values in fields.values() for each in values)
    if row is None or length > MOST_CHARACTERS:
        return
    revision = request.POST.get("revision", "")[:9]
    keep_draft(
        row=row,
        half=Half.ASSESSOR,
        window=_window(request.POST, row, user),
        fields=fields,
        revision=int(revision) if revision.isdecimal() else row.assessor_revision,
        writer=user,
    )


def _window(posted: QueryDict, row: ElementAssessment, user: User) -> UUID:
    """The window's own where it had kept something before, else one for the element.

    So whoever has no access any more can make no more than one further draft of each.
    """
    window = window_of(posted)
    drafts = Draft.objects.filter(row=row, half=Half.ASSESSOR, writer=user)
    if window and drafts.filter(window=window).exists():
        return window
    return uuid5(OF_NO_WINDOW, f"{row.pk}")
