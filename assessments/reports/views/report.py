"""The assessor's report at the desk: what will be printed, part by part, and writing it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import serves
from accounts.pages_read import tell_of_page
from assessments.actions import ReportTextMoved, keep_draft, write_report_text
from assessments.actions.about import about_assessment
from assessments.actions.reporting import text_of_part, why_not_writable
from assessments.enums import Half
from assessments.forms import ReportTextForm, report_form_of
from assessments.models import Assessment, Draft, ReportText
from assessments.report_parts import is_part
from assessments.scope import assessment_for_assessor
from assessments.transitions import NotPossibleNow
from assessments.views.conflict import Meeting, is_settling, meet, settle
from assessments.views.desk_frame import desk_frame, not_with_assessor, once_submitted
from assessments.views.drafting import (
    Drafting,
    drafting_of,
    drop_saved,
    window_of,
    with_draft,
)
from assessments.views.drafts import answer_draft
from evidence.views.common import SignedIn

from ..builders.assessor import ReportReader
from ..content import Passage

TEXT = "#id_text"
BEGIN_FROM_DATA, BEGIN_FROM_MINE = "data", "mine"


@serves("assessments.assess", assessment_for_assessor)
@require_safe
@once_submitted
def report(request: SignedIn, assessment: Assessment) -> HttpResponse:
    """Every part as it will be printed, with the way to each."""
    reader = ReportReader(assessment)
    _tell_of_report(request, assessment)
    drafts = Draft.objects.filter(report_text=OuterRef("pk"), writer=request.user)
    rows = _rows(assessment).annotate(is_unsaved=Exists(drafts))
    written = {row.part: row for row in rows}
    context = desk_frame(assessment) | {
        "parts": [
            {
                "passage": passage,
                "row": written.get(passage.part),
                "above": reader.above(passage.part),
                "url": _writing(assessment, passage.part),
            }
            for passage in reader.passages
        ],
        "refusal": why_not_writable(assessment),
        "screen_url": reverse("assessments:desk_document_screen", args=[assessment.pk, "assessor"]),
        "make_url": reverse("assessments:desk_make_document", args=[assessment.pk, "assessor"]),
    }
    return render(request, "assessments/desk_report.html", context)


@serves("assessments.assess", assessment_for_assessor)
@require_http_methods(["GET", "HEAD", "POST"])
def report_part(request: SignedIn, assessment: Assessment, part: str) -> HttpResponse:
    """Write one part; shown again with everything typed if it cannot be saved."""
    if assessment.is_with_service:
        return _too_late(request, assessment, part)
    place = _place(assessment, part)
    _tell_of_report(request, assessment)
    if request.method == "POST":
        return _save(request, place)
    begin = {BEGIN_FROM_DATA: place.from_data.text, BEGIN_FROM_MINE: place.row.set_aside}
    asked = begin.get(request.GET.get("begin", ""))
    form = report_form_of(place.row, place.from_data.text, asked)
    return _render(request, place, form, fill=asked is None)


@serves("assessments.assess", assessment_for_assessor)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_draft(request: SignedIn, assessment: Assessment, part: str) -> HttpResponse:
    """Keep what is typed into a part, or let it go."""
    _require_part(assessment, part)
    if request.method == "POST":
        text_of_part(assessment, part)
    began = request.POST.get("began", "")
    return answer_draft(
        request,
        _row(assessment, part),
        Half.REPORT,
        page=_address(assessment, part),
        saved=lambda row: report_form_of(row, began),
    )


@dataclass(frozen=True)
class Place:
    """A part of the report among the others: as it is printed, as the data give it, its row.

    `above` is what is printed above it whatever is written there.
    """

    assessment: Assessment
    parts: tuple[Passage, ...]
    at: int
    printed: Passage
    from_data: Passage
    row: ReportText
    above: str

    @property
    def url(self) -> str:
        return _address(self.assessment, self.from_data.part)

    def title_of(self, part: str) -> str:
        """What a part is called; nothing where there is none of that name."""
        return next((each.title for each in self.parts if each.part == part), "")

    def beside(self, step: int) -> Passage | None:
        at = self.at + step
        return self.parts[at] if 0 <= at < len(self.parts) else None


def _tell_of_report(request: SignedIn, assessment: Assessment) -> None:
    page = _("what the report of %(label)s says") % {"label": assessment.label}
    tell_of_page(request, page, about_assessment(assessment))


def _place(assessment: Assessment, part: str) -> Place:
    reader = ReportReader(assessment)
    at = next((at for at, each in enumerate(reader.from_data) if each.part == part), None)
    if at is None:
        raise Http404
    return Place(
        assessment,
        reader.passages,
        at,
        reader.passages[at],
        reader.from_data[at],
        _row(assessment, part),
        reader.above(part),
    )


def _row(assessment: Assessment, part: str) -> ReportText:
    """The part's row, or one that is not saved yet."""
    row = _rows(assessment).filter(part=part).first() or ReportText(part=part)
    row.assessment = assessment
    return row


def _rows(assessment: Assessment) -> QuerySet[ReportText]:
    return ReportText.objects.filter(assessment=assessment).select_related("written_by")


def _require_part(assessment: Assessment, part: str) -> None:
    if not is_part(part, assessment.edition.criteria.values_list("code", flat=True)):
        raise Http404


def _address(assessment: Assessment, part: str) -> str:
    return reverse("assessments:report_part", args=[assessment.pk, part])


def _save(request: SignedIn, place: Place) -> HttpResponse:
    posted = _sent(request, place)
    if isinstance(posted, HttpResponse):
        return posted
    form = ReportTextForm(posted)
    if not form.is_valid():
        return _render(request, place, form, status=422)
    is_back = "back" in posted
    text = "" if is_back else form.own_text(place.row, place.from_data.text)
    try:
        write_report_text(
            assessment=place.assessment,
            part=place.from_data.part,
            name=place.from_data.title,
            text=text,
            revision=form.cleaned_data["revision"],
            by=request.user,
        )
    except ReportTextMoved as moved:
        return meet(request, _meeting(place, moved.current, form), posted)
    except NotPossibleNow as refusal:
        form.add_error(None, str(refusal))
        return _render(request, place, form, status=409)
    if is_back:
        messages.success(request, _("The text from the data is printed again"))
        return redirect(with_draft(place.url))
    if place.row.pk:
        drop_saved(posted, place.row, Half.REPORT, request.user)
    return _after_saving(place, posted)


def _sent(request: SignedIn, place: Place) -> QueryDict | HttpResponse:
    """The form as it was sent, or made from two versions; what to answer where it is not."""
    if not is_settling(request):
        return request.POST
    return settle(request, _meeting(place, place.row))


def _after_saving(place: Place, posted: QueryDict) -> HttpResponse:
    """Back into the box, or on into the next one: a message of its own would take the cursor."""
    saved = place.from_data.part
    if "next" not in posted:
        return redirect(_writing(place.assessment, saved, saved))
    following = place.beside(1)
    if following is None:
        return redirect("assessments:report", place.assessment.pk)
    return redirect(_writing(place.assessment, following.part, saved))


def _writing(assessment: Assessment, part: str, saved: str = "") -> str:
    """The address of a part with the cursor in its box; `saved` is the part that was just saved."""
    query = f"?saved={quote(saved)}" if saved else ""
    return _address(assessment, part) + query + TEXT


def _too_late(request: SignedIn, assessment: Assessment, part: str) -> HttpResponse:
    """The service has the assessment: what was sent is kept until it is submitted again."""
    _require_part(assessment, part)
    if request.method == "POST" and "text" in request.POST:
        text_of_part(assessment, part)
        revision = request.POST.get("revision", "")[:9]
        keep_draft(
            row=_row(assessment, part),
            half=Half.REPORT,
            window=window_of(request.POST) or uuid4(),
            fields=request.POST,
            revision=int(revision) if revision.isdecimal() else 0,
            writer=request.user,
        )
        messages.info(request, _("What you wrote is kept. You find it here once it is submitted."))
    return not_with_assessor(request, assessment)


def _meeting(place: Place, row: ReportText, form: ReportTextForm | None = None) -> Meeting:
    """The part as it is saved now, for the page of two versions."""
    frame = desk_frame(place.assessment)
    title = place.from_data.title
    crumbs = [
        {"text": _("Assessor’s desk"), "url": frame["desk_url"]},
        {"text": _("Your report"), "url": frame["report_url"]},
        {"text": title, "url": place.url},
    ]
    return Meeting(
        row=row,
        half=Half.REPORT,
        form=report_form_of(row, place.from_data.text),
        ratings=(),
        what=_("“%(part)s” of the report") % {"part": title},
        save_url=place.url,
        page_url=place.url,
        frame=frame | {"breadcrumbs": crumbs},
        kept=_("What you do not keep here is not in the report."),
        began=form.cleaned_data["began"] if form else None,
    )


def _drafting(request: SignedIn, place: Place, form: ReportTextForm, *, fill: bool) -> Drafting:
    return drafting_of(
        request,
        place.row,
        Half.REPORT,
        form,
        keep_url=reverse(
            "assessments:report_draft", args=[place.assessment.pk, place.from_data.part]
        ),
        page_url=place.url,
        fill=fill,
    )


def _render(
    request: SignedIn, place: Place, form: ReportTextForm, *, fill: bool = True, status: int = 200
) -> HttpResponse:
    refusal = why_not_writable(place.assessment)
    before, after = place.beside(-1), place.beside(1)
    context: dict[str, Any] = desk_frame(place.assessment) | {
        "printed": place.printed,
        "from_data": place.from_data,
        "row": place.row,
        "above": place.above,
        "saved": place.title_of(request.GET.get("saved", "")),
        "form": form,
        "drafting": _drafting(request, place, form, fill=fill and not refusal),
        "refusal": refusal,
        "may_write": not refusal,
        # What was typed is never hidden, even where it can no longer be saved.
        "shows_form": not refusal or form.is_bound,
        "part_url": place.url,
        "begin_from_data_url": f"{place.url}?begin={BEGIN_FROM_DATA}{TEXT}",
        "begin_from_mine_url": f"{place.url}?begin={BEGIN_FROM_MINE}{TEXT}",
        "position": place.at + 1,
        "total": len(place.parts),
        "previous": before,
        "previous_url": _writing(place.assessment, before.part) if before else "",
        "next": after,
        "next_url": _writing(place.assessment, after.part) if after else "",
    }
    return render(request, "assessments/desk_report_part.html", context, status=status)
