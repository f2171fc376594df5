"""The assessor's desk: the evidence of an element, what the service says, and the rating."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import serves
from accounts.enums import Role
from accounts.models import User
from accounts.writing import blocks_of
from assessments.acceptance import accepting
from assessments.actions import ChangedMeanwhile, rate_element, record_opened
from assessments.changes import changes_in_snapshot
from assessments.desk_queries import (
    Entry,
    Show,
    Standing,
    exhibits_of,
    gaps_of,
    parts_of,
    standing_of,
)
from assessments.enums import Half, State
from assessments.forms import NoteForm, RateForm, note_form_of, rate_form_of
from assessments.improvement_queries import improvements_before
from assessments.models import Assessment, ElementAssessment
from assessments.note_queries import note_at_desk, note_of
from assessments.reading import last_day_of
from assessments.scope import assessment_for_assessor
from assessments.transitions import NotPossibleNow
from criteria.models import Clause
from evidence.actions import record_reading
from evidence.views.common import SignedIn

from .conflict import Meeting, is_settling, meet, settle, stays_in_history
from .desk_address import address_of, query_of, what_to_show
from .desk_evidence import Document, document_of, rows_of
from .desk_frame import desk_frame, not_with_assessor
from .desk_list import list_context
from .desk_requests import requests_context
from .desk_take_back import last_rating_context, remember
from .drafting import assessor_drafting, drop_saved
from .notes import keep_note


@serves("assessments.assess", assessment_for_assessor)
@require_safe
def desk(request: SignedIn, assessment: Assessment) -> HttpResponse:
    """To the first element that is not rated yet, else to the first under review."""
    if assessment.state == State.PREPARING:
        return not_with_assessor(request, assessment)
    standing = standing_of(assessment)
    first = next(iter(standing.unrated or standing.in_review or standing.entries), None)
    if first is None:
        raise Http404
    return redirect(address_of(assessment, first.code))


@serves("assessments.assess", assessment_for_assessor)
@require_safe
def element(request: SignedIn, assessment: Assessment, code: str) -> HttpResponse:
    if assessment.state == State.PREPARING:
        return not_with_assessor(request, assessment)
    desk = _at(request, assessment, code)
    form = rate_form_of(desk.entry.row, desk.standing.ratings, desk.parts_to_accept)
    note = note_form_of(note_at_desk(desk.entry.row, request.user))
    return _render(request, desk, form, note)


@serves("assessments.assess", assessment_for_assessor)
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: SignedIn, assessment: Assessment, code: str) -> HttpResponse:
    """Save the rating; come here by a link, as after signing in again, and you see the element."""
    if assessment.state == State.PREPARING:
        return not_with_assessor(request, assessment)
    if request.method != "POST":
        return redirect(address_of(assessment, code, what_to_show(request)))
    desk = _at(request, assessment, code)
    posted = _sent(request, desk)
    if isinstance(posted, HttpResponse):
        return posted
    form = RateForm(posted, ratings=desk.standing.ratings, parts=desk.parts_to_accept)
    # The note is no part of the rating: it is kept whatever becomes of that.
    note = NoteForm(request.POST)
    is_kept = "note" not in request.POST or keep_note(desk.entry.row, note, request.user)
    if form.is_valid() and is_kept:
        try:
            before = rate_element(row=desk.entry.row, by=request.user, **form.cleaned_data)
        except ChangedMeanwhile as meanwhile:
            return meet(request, _meeting(desk, meanwhile.current), posted)
        except NotPossibleNow as refusal:
            form.add_error(None, str(refusal))
        else:
            drop_saved(posted, desk.entry.row, Half.ASSESSOR, request.user)
            remember(request, desk.entry.row, before)
            return redirect(_after_saving(desk, posted))
    if is_kept:
        note = note_form_of(note_of(desk.entry.row, request.user))
    return _render(request, desk, form, note)


@dataclass(frozen=True)
class Desk:
    """An element at the desk, under a filter of the list."""

    standing: Standing
    entry: Entry
    parts: list[Clause]
    show: Show

    @property
    def parts_to_accept(self) -> list[Clause]:
        """The parts that have a tick each; none where the element is accepted as a whole."""
        return self.parts if self.standing.assessment.accepts_parts else []


def _at(request: SignedIn, assessment: Assessment, code: str) -> Desk:
    standing = standing_of(assessment, request.user)
    entry = _entry(standing, code)
    return Desk(standing, entry, parts_of(entry.row), what_to_show(request))


def _entry(standing: Standing, code: str) -> Entry:
    entry = standing.find(code)
    if entry is None:
        raise Http404
    return entry


def _sent(request: SignedIn, desk: Desk) -> QueryDict | HttpResponse:
    """The form as it was sent, or made from two versions; what to answer where it is not."""
    if not is_settling(request):
        return request.POST
    chosen = settle(request, _meeting(desk, desk.entry.row))
    if isinstance(chosen, QueryDict):
        chosen["stay"] = "1"
    return chosen


def _after_saving(desk: Desk, posted: QueryDict) -> str:
    assessment, code, show = desk.standing.assessment, desk.entry.code, desk.show
    if "stay" in posted:
        evidence = posted.get("evidence", "")
        evidence = evidence if evidence.isdecimal() else ""
        return address_of(assessment, code, show, evidence=evidence, saved=code)
    following = desk.standing.after(code, show)
    if following is None:
        return reverse("assessments:conclude", args=[assessment.pk])
    return address_of(assessment, following.code, show, saved=code)


def _render(request: SignedIn, desk: Desk, form: RateForm, note: NoteForm) -> HttpResponse:
    standing, entry, show = desk.standing, desk.entry, desk.show
    assessment = standing.assessment
    rows = rows_of(
        exhibits_of(entry),
        chosen=request.GET.get("evidence") or request.POST.get("evidence", ""),
        address=lambda pk: address_of(assessment, entry.code, show, evidence=pk),
    )
    saved = request.GET.get("saved", "")
    refusal = _why_not(entry)
    drafting = assessor_drafting(request, entry.row, form, show, fill=not refusal)
    context: dict[str, Any] = desk_frame(assessment) | {
        "standing": standing,
        "entry": entry,
        "form": form,
        "drafting": drafting,
        "may_write": not refusal,
        "note": note,
        "refusal": refusal,
        # What was typed is never hidden, even where it can no longer be saved.
        "shows_form": not refusal or form.is_bound,
        "accepting": accepting(standing.ratings),
        "saved": saved if standing.find(saved) else "",
        **last_rating_context(request, standing, show),
        # Nobody else is served here: whoever reads this is one.
        "shell": {"roles": [Role.ASSESSOR.label]},
        "parts": desk.parts,
        "gaps": gaps_of(entry.row) if not assessment.is_with_service else [],
        "said": blocks_of(entry.row.commentary, {row.link.code: row.url for row in rows}),
        "access_until": last_day_of(request.user, assessment),
        "rate_url": reverse("assessments:rate", args=[assessment.pk, entry.code]) + query_of(show),
        "note_url": reverse("assessments:note", args=[assessment.pk, entry.code]) + query_of(show),
    }
    document = document_of(assessment, rows, as_text=request.GET.get("as") == "text")
    context["improvements"] = improvements_before(entry.row)
    context["changes"] = changes_in_snapshot(assessment, entry.element)
    context |= {"lists": rows.lists, "document": document, "rows": rows}
    context |= requests_context(request, entry, rows, show)
    if request.method == "GET":
        _record_what_is_read(document, entry, request.user)
    return render(request, "assessments/desk.html", context | list_context(standing, entry, show))


def _record_what_is_read(document: Document | None, entry: Entry, by: User) -> None:
    """Where the page itself gives the words, opening it is reading the version; else it is
    reading what the service wrote of the element."""
    if document and document.version and document.contents.is_read_here:
        document.version.item = document.link.item
        record_reading(
            version=document.version,
            by=by,
            portfolio=entry.row.assessment.portfolio,
            element_code=entry.code,
            assessment_id=entry.row.assessment_id,
        )
    else:
        record_opened(row=entry.row, by=by)


def _why_not(entry: Entry) -> str:
    """Why the element cannot be rated now; nothing where it can."""
    assessment = entry.row.assessment
    if assessment.state == State.COMPLETED:
        return _("The assessment is completed. Ratings and comments stay as they are.")
    if assessment.state == State.RETURNED:
        return _("The assessment is with the service again. You can rate once it is submitted.")
    if not entry.row.in_review:
        return _("This element is not under review at this visit.")
    return ""


def _meeting(desk: Desk, row: ElementAssessment) -> Meeting:
    """The rating as it is saved now, for the page of two versions."""
    assessment, ratings = desk.standing.assessment, desk.standing.ratings
    here = address_of(assessment, desk.entry.code, desk.show)
    frame = desk_frame(assessment)
    crumbs = [
        {"text": _("Assessor’s desk"), "url": frame["desk_url"]},
        {"text": desk.entry.code, "url": here},
    ]
    return Meeting(
        row=row,
        half=Half.ASSESSOR,
        form=rate_form_of(row, ratings, parts_of(row) if desk.parts_to_accept else ()),
        ratings=ratings,
        what=_("the rating of %(code)s") % {"code": desk.entry.code},
        kept=stays_in_history(desk.entry.code),
        save_url=reverse("assessments:rate", args=[assessment.pk, desk.entry.code])
        + query_of(desk.show),
        page_url=here,
        frame=frame | {"breadcrumbs": crumbs},
    )
