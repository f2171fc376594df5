"""The assessment of a service: what the visit is, what is missing, opening and submitting."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import serves
from accounts.models import User
from assessments.actions import open_assessment, submit_assessment
from assessments.board import Board, Show, lay_out
from assessments.checklist import Gap, what_is_missing
from assessments.enums import Kind, State
from assessments.forms import OpenAssessmentForm, SubmitForm
from assessments.models import Assessment
from assessments.permissions import gives_access, manages_assessment
from assessments.queries import standing_of
from assessments.scope import assessment_in_scope
from assessments.transitions import NotPossibleNow
from criteria.models import Edition
from criteria.queries import standard_tree
from evidence.models import Portfolio, ReaderGrant
from evidence.permissions import manages_portfolio
from evidence.scope import portfolio_in_scope
from evidence.views.common import SignedIn

from .common import address
from .overview import edition_in_force, stages_of

HEADINGS = {
    "no-self-rating": gettext_lazy("No self-rating yet"),
    "no-evidence": gettext_lazy("No evidence yet"),
    "no-commentary": gettext_lazy("No commentary yet"),
}
# After a full assessment come two annual reviews, then the next full one.
FOLLOWS = {
    Kind.FULL: Kind.ANNUAL_REVIEW_1,
    Kind.ANNUAL_REVIEW_1: Kind.ANNUAL_REVIEW_2,
    Kind.ANNUAL_REVIEW_2: Kind.FULL,
}


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def assessment(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    known = list(portfolio.assessments.select_related("edition", "submitted_by", "completed_by"))
    current = min(known, key=lambda row: (row.state == State.COMPLETED, -row.pk), default=None)
    context: dict[str, Any] = {
        "portfolio": portfolio,
        "nav": "assessment",
        "assessment": current,
        "earlier": [row for row in known if row != current],
        "may_open": manages_portfolio(request.user, portfolio)
        and (current is None or current.state == State.COMPLETED),
    }
    if current:
        current.portfolio = portfolio
        context |= _standing(current, request.user)
    return render(request, "assessments/assessment.html", context)


def _standing(assessment: Assessment, user: User) -> dict[str, Any]:
    edition = assessment.edition
    board = lay_out(standing_of(assessment), edition=edition, show=Show.RATING)
    return {
        "edition": edition,
        "board": board,
        "stages": stages_of(assessment, board),
        "gaps": gaps_by_kind(board.gaps) if assessment.is_with_service else [],
        "blocking": any(gap.blocks for gap in board.gaps),
        "ratings": list(edition.ratings.all()),
        "table": _table(board),
        "grants": list(
            ReaderGrant.objects.filter(snapshot_id=assessment.snapshot_id).select_related("reader")
        ),
        "today": timezone.localdate(),
        "may_submit": assessment.is_with_service and manages_assessment(user, assessment),
        "may_give_access": gives_access(user, assessment),
    }


def gaps_by_kind(gaps: Iterable[Gap]) -> list[dict[str, Any]]:
    """What is missing, one entry a kind with the codes that lack it."""
    found = list(gaps)
    return [
        {
            "kind": kind,
            "heading": heading,
            "codes": codes,
            "blocks": any(gap.blocks for gap in found if gap.kind == kind),
        }
        for kind, heading in HEADINGS.items()
        if (codes := [gap.element_code for gap in found if gap.kind == kind])
    ]


def _table(board: Board) -> list[dict[str, Any]]:
    if board.reckoning is None:
        return []
    return [
        {
            "part": part,
            "met": sum(part.by_rating.values()) - part.partials_used - part.not_met,
        }
        for part in board.reckoning.criteria
    ]


@serves("assessments.submit_assessment", assessment_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: SignedIn, assessment: Assessment) -> HttpResponse:
    """Say what submitting does and what is missing; then submit."""
    portfolio = assessment.portfolio
    if not assessment.is_with_service:
        messages.error(request, _("The assessment has been submitted already."))
        return redirect(address("assessment", portfolio))
    gaps = what_is_missing(assessment)
    blocking = [gap.element_code for gap in gaps if gap.blocks]
    form = SubmitForm(request.POST if request.method == "POST" else None, blocking=blocking)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.get("gaps_reason", "")
        if _submitted(request, assessment, reason):
            return redirect(address("assessment", portfolio))
    context = {
        "portfolio": portfolio,
        "nav": "assessment",
        "assessment": assessment,
        "gaps": gaps_by_kind(gaps),
        "blocking": blocking,
        "form": form,
        "breadcrumbs": _breadcrumbs(portfolio, _("Submit")),
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/assessment_submit.html", context, status=status)


def _submitted(request: SignedIn, assessment: Assessment, reason: str) -> bool:
    try:
        submit_assessment(assessment=assessment, by=request.user, gaps_reason=reason)
    except NotPossibleNow as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, _("Submitted %(label)s") % {"label": assessment.label})
    return True


@serves("assessments.open_assessment", portfolio_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def open_new(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    """The form for a new assessment; refused while another one is open."""
    last = portfolio.assessments.first()
    if last and last.state != State.COMPLETED:
        messages.error(request, _("Complete the open assessment before you open the next."))
        return redirect(address("assessment", portfolio))
    edition = edition_in_force(portfolio)
    form = OpenAssessmentForm(
        request.POST if request.method == "POST" else None,
        portfolio=portfolio,
        edition=edition,
        criteria=standard_tree(edition),
        initial=_proposal(last),
    )
    opened = (
        request.method == "POST" and form.is_valid() and _opened(request, portfolio, edition, form)
    )
    if opened:
        return redirect(address("overview", portfolio))
    context = {
        "portfolio": portfolio,
        "nav": "assessment",
        "edition": edition,
        "form": form,
        "last": last,
        "breadcrumbs": _breadcrumbs(portfolio, _("Open an assessment")),
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/assessment_open.html", context, status=status)


def _proposal(last: Assessment | None) -> dict[str, Any]:
    """What most likely comes next in the cycle."""
    kind = FOLLOWS[Kind(last.kind)] if last else Kind.FULL
    return {"kind": kind, "label": f"{kind.label} {timezone.localdate().year}", "covers": "all"}


def _opened(
    request: SignedIn, portfolio: Portfolio, edition: Edition, form: OpenAssessmentForm
) -> bool:
    given = form.cleaned_data
    try:
        open_assessment(
            portfolio=portfolio,
            edition=edition,
            label=given["label"],
            kind=Kind(given["kind"]),
            visit_on=given["visit_on"],
            reference=given["reference"],
            under_review=form.under_review,
            by=request.user,
        )
    except NotPossibleNow as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, _("Opened %(label)s") % {"label": given["label"]})
    return True


def _breadcrumbs(portfolio: Portfolio, here: str) -> list[dict[str, str]]:
    return [
        {"text": _("Assessment"), "url": address("assessment", portfolio)},
        {"text": here, "url": ""},
    ]
