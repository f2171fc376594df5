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
from assessments.actions import submit_assessment
from assessments.board import Board, Show, lay_out
from assessments.checklist import Gap, what_is_missing
from assessments.enums import State
from assessments.forms import SubmitForm
from assessments.models import Assessment
from assessments.outcome import why
from assessments.permissions import gives_access, manages_assessment
from assessments.queries import gap_reasons_of, standing_of
from assessments.scope import assessment_in_scope
from assessments.transitions import NotPossibleNow
from evidence.models import Portfolio, ReaderGrant
from evidence.permissions import manages_portfolio
from evidence.scope import portfolio_in_scope
from evidence.views.common import SignedIn

from .common import address
from .overview import stages_of

HEADINGS = {
    "no-self-rating": gettext_lazy("No self-rating yet"),
    "no-evidence": gettext_lazy("No evidence yet"),
    "no-commentary": gettext_lazy("No commentary yet"),
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
        "why": why(board.reckoning, edition) if board.reckoning else [],
        "grants": list(
            ReaderGrant.objects.filter(snapshot_id=assessment.snapshot_id).select_related("reader")
        ),
        "gap_reasons": gap_reasons_of(assessment) if assessment.submitted_at else {},
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
    return [{"part": part, "met": part.met} for part in board.reckoning.criteria]


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
        "breadcrumbs": breadcrumbs_to(portfolio, _("Submit")),
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


def breadcrumbs_to(portfolio: Portfolio, here: str) -> list[dict[str, str]]:
    return [
        {"text": _("Assessment"), "url": address("assessment", portfolio)},
        {"text": here, "url": ""},
    ]
