"""The assessment of a service: what the visit is, what is missing, who has access."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import serves
from accounts.models import User
from accounts.pages_read import tell_of_page
from assessments.actions.about import about_assessment
from assessments.board import Board, Show, Tile, lay_out
from assessments.checklist import Gap
from assessments.enums import Approval, State
from assessments.gap_kinds import BLOCKING, KINDS, WARNINGS
from assessments.models import Assessment
from assessments.outcome import why
from assessments.permissions import gives_access, manages_assessment
from assessments.queries import gap_reasons_of, standing_of
from evidence.models import Portfolio, ReaderGrant
from evidence.permissions import manages_portfolio
from evidence.scope import portfolio_in_scope
from evidence.views.common import SignedIn

from .common import address
from .overview import stages_of


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
        page = _("the page of %(label)s") % {"label": current.label}
        tell_of_page(request, page, about_assessment(current))
    return render(request, "assessments/assessment.html", context)


def _standing(assessment: Assessment, user: User) -> dict[str, Any]:
    edition = assessment.edition
    board = lay_out(standing_of(assessment), edition=edition, show=Show.RATING)
    return {
        "edition": edition,
        "board": board,
        "stages": stages_of(assessment, board),
        "asked": sum(tile.standing.requests for tile in board.tiles),
        "waiting": [tile for tile in board.tiles if _waits(tile)],
        "missing": gaps_by_kind(board.gaps, BLOCKING) if assessment.is_with_service else [],
        "warnings": gaps_by_kind(board.gaps, WARNINGS) if assessment.is_with_service else [],
        "ratings": list(edition.ratings.all()),
        "table": _table(board),
        "why": why(board.reckoning, edition) if board.reckoning else [],
        "grants": list(
            ReaderGrant.objects.filter(snapshot_id=assessment.snapshot_id)
            .select_related("reader")
            .order_by("-starts_on", "-pk")
        ),
        **_reasons(assessment),
        "today": timezone.localdate(),
        "may_submit": assessment.is_with_service and manages_assessment(user, assessment),
        "may_give_access": gives_access(user, assessment),
    }


def _reasons(assessment: Assessment) -> dict[str, Any]:
    """Why it was submitted with gaps."""
    return {"gap_reasons": gap_reasons_of(assessment)} if assessment.submitted_at else {}


def _waits(tile: Tile) -> bool:
    """Whether the element was sent for approval and has no answer."""
    row = tile.standing.row
    return row is not None and row.in_review and row.approval == Approval.SENT


def gaps_by_kind(gaps: Iterable[Gap], kinds: Iterable[str] = KINDS) -> list[dict[str, Any]]:
    """What is missing, one entry a kind with the gaps of the elements that have it."""
    found = list(gaps)
    return [
        {"kind": kind, "about": KINDS[kind], "gaps": of_kind}
        for kind in kinds
        if (of_kind := [gap for gap in found if gap.kind == kind])
    ]


def _table(board: Board) -> list[dict[str, Any]]:
    if board.reckoning is None:
        return []
    return [{"part": part, "met": part.met} for part in board.reckoning.criteria]


def breadcrumbs_to(portfolio: Portfolio, here: str) -> list[dict[str, str]]:
    return [
        {"text": _("Assessment"), "url": address("assessment", portfolio)},
        {"text": here, "url": ""},
    ]
