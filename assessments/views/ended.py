"""What somebody is answered whose access is over, and what becomes of what they had typed."""

from time import time
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import ResolverMatch
from django.views.defaults import permission_denied as plain_permission_denied

from accounts.models import User
from assessments.actions import keep_draft
from assessments.actions.reporting import text_of_part
from assessments.draft_queries import Drafted, key_of
from assessments.enums import Half
from assessments.models import Assessment, Draft, ReportText
from assessments.report_parts import is_part
from assessments.scope import AccessEnded
from evidence.models import ReaderGrant

from .drafting import window_of

FORMS_OF_RATING = frozenset({"assessments:rate", "assessments:rating_draft"})
FORMS_OF_REPORT = frozenset({"assessments:report_part", "assessments:report_draft"})
# Far above what the form takes, and far below what would fill a disk.
MOST_CHARACTERS = 50_000
OF_NO_WINDOW = UUID(int=0)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: one page, the same to the byte, for all beneath an assessment once access ended.

    A rating or a part of the report that was on its way is kept as its writer's draft, for
    access that is renewed.
    """
    if isinstance(exception, AccessEnded):
        return _access_ended(request, exception.assessment, exception.reader)
    return plain_permission_denied(request, exception)


def _access_ended(request: HttpRequest, assessment: Assessment, user: User) -> HttpResponse:
    if request.method == "POST":
        _keep_what_was_typed(request, assessment, user)
    grants = ReaderGrant.objects.over().filter(reader=user, snapshot_id=assessment.snapshot_id)
    last = min(grants.select_related("granted_by"), key=_says_most)
    context = {"assessment": assessment, "grant": last}
    return render(request, "assessments/access_ended.html", context, status=403)


def _says_most(grant: ReaderGrant) -> tuple[bool, int]:
    """One that waits to be confirmed before those that are over, then the latest."""
    return not grant.is_suspended(), -grant.pk


def _keep_what_was_typed(request: HttpRequest, assessment: Assessment, user: User) -> None:
    """Private notes are left out: they go with the access."""
    if request.resolver_match is None or "let_go" in request.POST:
        return
    fields = {k: v for k, v in request.POST.lists() if not k.startswith("note")}
    # The form itself comes after all that a script sent while it was typed.
    fields.setdefault("typed", [str(int(time() * 1000))])
    length = sum(len(each) for values in fields.values() for each in values)
    row = _row_of(request.resolver_match, assessment) if length <= MOST_CHARACTERS else None
    if row is None:
        return
    half = Half.REPORT if isinstance(row, ReportText) else Half.ASSESSOR
    revision = request.POST.get("revision", "")[:9]
    known = row.revision if isinstance(row, ReportText) else row.assessor_revision
    keep_draft(
        row=row,
        half=half,
        window=_window(request.POST, row, half, user),
        fields=fields,
        revision=int(revision) if revision.isdecimal() else known,
        writer=user,
    )


def _row_of(asked: ResolverMatch, assessment: Assessment) -> Drafted | None:
    """What the form was about; None where it is none of those that are kept."""
    if asked.view_name in FORMS_OF_RATING:
        return assessment.elements.filter(element__code=asked.kwargs["code"]).first()
    if asked.view_name in FORMS_OF_REPORT:
        codes = assessment.edition.criteria.values_list("code", flat=True)
        part = asked.kwargs["part"]
        return text_of_part(assessment, part) if is_part(part, codes) else None
    return None


def _window(posted: QueryDict, row: Drafted, half: Half, user: User) -> UUID:
    """The window's own where it had kept something before, else one for the form.

    So whoever has no access any more can make no more than one further draft of each.
    """
    window = window_of(posted)
    drafts = Draft.objects.filter(**key_of(row, half), writer=user)
    if window and drafts.filter(window=window).exists():
        return window
    return uuid5(OF_NO_WINDOW, f"{half}{row.pk}" if half == Half.REPORT else f"{row.pk}")
