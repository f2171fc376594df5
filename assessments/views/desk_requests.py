"""The assessor asks for more evidence at the desk, and decides about the answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import serves
from assessments.actions import (
    RequestMoved,
    accept_answer,
    return_answer,
    withdraw_request,
)
from assessments.actions import ask as ask_service
from assessments.desk_queries import Entry, Show
from assessments.enums import State
from assessments.forms import AskForm, ReturnAnswerForm, StepForm, WithdrawRequestForm
from assessments.models import Assessment, ElementAssessment, EvidenceRequest
from assessments.request_queries import Thread, thread_of, threads_of, threads_of_assessment
from assessments.scope import assessment_for_assessor
from assessments.transitions import NotPossibleNow, allows
from evidence.models import SnapshotLink
from evidence.views.common import SignedIn

from .desk_address import address_of, query_of, what_to_show
from .desk_evidence import Rows
from .desk_frame import desk_frame, not_with_assessor
from .requests import list_of_threads, request_of, tell_of_request, tell_of_requests

POSTED = ["GET", "HEAD", "POST"]


@serves("assessments.assess", assessment_for_assessor)
@require_safe
def requests(request: SignedIn, assessment: Assessment) -> HttpResponse:
    if assessment.state == State.PREPARING:
        return not_with_assessor(request, assessment)
    threads = threads_of_assessment(assessment)
    tell_of_requests(request, assessment)
    context = desk_frame(assessment) | list_of_threads(threads, request.GET.get("show", ""))
    return render(request, "assessments/desk_request_list.html", context)


@serves("assessments.assess", assessment_for_assessor)
@require_safe
def one_request(request: SignedIn, assessment: Assessment, number: int) -> HttpResponse:
    return _page(request, request_of(assessment, number))


@serves("assessments.assess", assessment_for_assessor)
@require_http_methods(POSTED)
def ask(request: SignedIn, assessment: Assessment, code: str) -> HttpResponse:
    """Ask about the element; by a link, as after signing in again, to the element itself."""
    if assessment.state == State.PREPARING:
        return not_with_assessor(request, assessment)
    show = what_to_show(request)
    if request.method != "POST":
        return redirect(address_of(assessment, code, show) + "#ask")
    row = get_object_or_404(
        ElementAssessment.objects.select_related("element", "owner"),
        assessment=assessment,
        element__code=code,
    )
    row.assessment = assessment
    form = AskForm(request.POST, lines=_lines(row))
    if form.is_valid():
        try:
            ask_service(row=row, by=request.user, **form.cleaned_data)
        except NotPossibleNow as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The service is told what you need to see"))
            return redirect(address_of(assessment, code, show, evidence=_open(request)))
    context = desk_frame(assessment) | {
        "row": row,
        "form": form,
        "element_url": address_of(assessment, code, show),
        "ask_url": request.get_full_path(),
    }
    return render(request, "assessments/desk_ask.html", context, status=422)


def _lines(row: ElementAssessment) -> list[SnapshotLink]:
    lines = SnapshotLink.objects.filter(
        snapshot_id=row.assessment.snapshot_id, element_id=row.element_id
    )
    return list(lines.order_by("position", "pk"))


def _open(request: SignedIn) -> str:
    """The item that lay open at the desk."""
    evidence = request.POST.get("evidence", "")
    return evidence if evidence.isdecimal() else ""


@serves("assessments.assess", assessment_for_assessor)
@require_http_methods(POSTED)
def accept(request: SignedIn, assessment: Assessment, number: int) -> HttpResponse:
    """The answer is enough."""
    asked, form = request_of(assessment, number), StepForm(_data(request))
    return _step(request, asked, form, accept_answer, _("Accepted the answer"))


@serves("assessments.assess", assessment_for_assessor)
@require_http_methods(POSTED)
def return_to_service(request: SignedIn, assessment: Assessment, number: int) -> HttpResponse:
    """The answer is not enough, and why."""
    asked, form = request_of(assessment, number), ReturnAnswerForm(_data(request))
    return _step(request, asked, form, return_answer, _("The service is told what is missing"))


@serves("assessments.assess", assessment_for_assessor)
@require_http_methods(POSTED)
def withdraw(request: SignedIn, assessment: Assessment, number: int) -> HttpResponse:
    """Nothing is needed any more."""
    asked, form = request_of(assessment, number), WithdrawRequestForm(_data(request))
    return _step(request, asked, form, withdraw_request, _("Withdrew the request"))


def _data(request: SignedIn) -> Any:
    return request.POST if request.method == "POST" else None


def _step(
    request: SignedIn,
    asked: EvidenceRequest,
    form: StepForm,
    action: Callable[..., EvidenceRequest],
    done: str,
) -> HttpResponse:
    """Take the step and go back to the element; by a link, to the request itself."""
    assessment = asked.row.assessment
    if request.method != "POST":
        return redirect(reverse("assessments:desk_request", args=[assessment.pk, asked.pk]))
    if not form.is_valid():
        return _page(request, asked, form, status=422)
    try:
        action(request=asked, by=request.user, **form.cleaned_data)
    except RequestMoved:
        return _page(request, asked, form, moved=True, status=409)
    except NotPossibleNow as refusal:
        form.add_error(None, str(refusal))
        return _page(request, asked, form, status=409)
    messages.success(request, done)
    code, show = asked.row.element.code, what_to_show(request)
    return redirect(address_of(assessment, code, show, evidence=_open(request)))


def _page(
    request: SignedIn,
    asked: EvidenceRequest,
    form: StepForm | None = None,
    *,
    moved: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The request with its thread; the forms keep what was typed and begin from what is now."""
    assessment = asked.row.assessment
    thread = thread_of(asked)
    tell_of_request(request, asked)
    typed = form.data.get("reason", "") if form else ""
    context = desk_frame(assessment) | {
        "thread": thread,
        "form": form,
        "moved": moved,
        "element_url": address_of(assessment, thread.element_code),
        "typed": typed,
        "decisions": decisions_on(assessment, thread.request),
    }
    return render(request, "assessments/desk_request.html", context, status=status)


@dataclass(frozen=True)
class Asked:
    """A thread at the desk, with what the assessor can do about it."""

    thread: Thread
    decisions: dict[str, bool]


def requests_context(request: SignedIn, entry: Entry, rows: Rows, show: Show) -> dict[str, Any]:
    """What `desk_requests.html` needs; one statement."""
    row, assessment = entry.row, entry.row.assessment
    threads = [Asked(each, decisions_on(assessment, each.request)) for each in threads_of(row)]
    may_ask = assessment.is_with_assessor and row.in_review
    about = request.GET.get("about", "")
    form = AskForm(lines=[each.link for each in rows], initial={"link": about})
    return {
        "threads": threads,
        "ask_form": form if may_ask else None,
        "ask_url": reverse("assessments:ask", args=[assessment.pk, entry.code]) + query_of(show),
    }


def decisions_on(assessment: Assessment, asked: EvidenceRequest) -> dict[str, bool]:
    """Which steps the assessor can take with it now."""
    verbs = ("accept", "return", "withdraw")
    return {verb: assessment.is_with_assessor and allows(asked, verb) for verb in verbs}
