"""The element overview: the board, what to do next, and how the visit would end."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access import serves
from accounts.templatetags.portal import british_date
from assessments.board import Board, Show, lay_out, what_to_show
from assessments.checklist import Gap
from assessments.enums import State
from assessments.models import Assessment
from assessments.outcome import why
from assessments.queries import (
    Ages,
    count_evidence,
    open_or_latest,
    standing_of,
    standing_without_assessment,
)
from criteria.models import Edition, Rating
from criteria.queries import current_edition
from evidence.models import Portfolio
from evidence.permissions import manages_portfolio, prepares_portfolio
from evidence.scope import portfolio_in_scope
from evidence.views.common import SignedIn

from .common import address
from .mine import belongs_to, mine_in
from .next_step import next_step


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def overview(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    assessment = open_or_latest(portfolio)
    edition = assessment.edition if assessment else edition_in_force(portfolio)
    board = _board(portfolio, assessment, edition, request.GET.get("show", ""))
    evidence = count_evidence(portfolio)
    mine_only = request.GET.get("whose") == "mine"
    step = next_step(
        portfolio=portfolio,
        edition=edition,
        assessment=assessment,
        board=board,
        prepares=prepares_portfolio(request.user, portfolio),
        manages=manages_portfolio(request.user, portfolio),
    )
    context = {
        "portfolio": portfolio,
        "nav": "overview",
        "assessment": assessment,
        "edition": edition,
        "board": board,
        "as_table": request.GET.get("view") == "table",
        "modes": Show if assessment else [],
        "legend": board.legend(_ratings(edition)) if board.show != Show.EVIDENCE else [],
        "stages": stages_of(assessment, board) if assessment else [],
        "next": replace(
            step,
            more=[
                *mine_in(portfolio, assessment, board.tiles, request.user),
                *step.more,
                *_overdue(portfolio, assessment),
            ],
        ),
        "mine_only": mine_only,
        "tiles": [tile for tile in board.tiles if not mine_only or belongs_to(tile, request.user)],
        "why": why(board.reckoning, edition) if board.reckoning else [],
        "missing": _missing(board),
        "evidence": evidence,
        "age_bars": _age_bars(evidence.ages),
    }
    return render(request, "assessments/overview.html", context)


def _overdue(portfolio: Portfolio, assessment: Assessment | None) -> list[dict[str, Any]]:
    """The improvements whose day has passed, as a line of what else is to do."""
    count: int = getattr(assessment, "overdue", 0)
    if not count:
        return []
    text = ngettext("improvement is overdue", "improvements are overdue", count)
    url = address("improvements", portfolio) + "?show=overdue"
    return [{"count": count, "text": text, "url": url}]


def edition_in_force(portfolio: Portfolio) -> Edition:
    """The current edition of the portfolio's standard; Http404 where it has none."""
    try:
        return current_edition(portfolio.standard.slug)
    except Edition.DoesNotExist as error:
        raise Http404 from error


def _board(
    portfolio: Portfolio, assessment: Assessment | None, edition: Edition, asked: str
) -> Board:
    standings = (
        standing_of(assessment) if assessment else standing_without_assessment(portfolio, edition)
    )
    return lay_out(standings, edition=edition, show=what_to_show(asked, assessment))


def _missing(board: Board) -> dict[str, Any]:
    """How many elements lack what, by criterion and in all; empty where nothing is missing.

    Ratings, evidence and commentary have a column each; all else that stands in the way
    shares the last.
    """
    if not any(gap.blocks for gap in board.gaps):
        return {}
    lines = [{"criterion": each.criterion, "counts": _counts(each.gaps)} for each in board.columns]
    return {"lines": lines, "all": _counts(board.gaps)}


def _age_bars(ages: Ages) -> list[dict[str, Any]]:
    bars = [
        (_("Under 1 year"), ages.under_1, ""),
        (_("1 to 2 years"), ages.under_2, ""),
        (_("2 to 3 years"), ages.under_3, ""),
        (_("Over 3 years"), ages.checked, "checked"),
        (_("Stale"), ages.stale, "stale"),
        (_("No date"), ages.undated, "undated"),
    ]
    longest = max(count for _label, count, _kind in bars) or 1
    return [
        {"label": label, "count": count, "kind": kind, "share": 100 * count / longest}
        for label, count, kind in bars
    ]


COLUMNS = (
    ("no-self-rating",),
    ("no-evidence",),
    ("no-commentary", "old-commentary"),
    ("stale", "no-file", "being-checked"),
)


def _counts(gaps: list[Gap]) -> list[dict[str, Any]]:
    by_column = [_codes(gaps, kinds) for kinds in COLUMNS]
    return [{"count": len(codes), "first": codes[0] if codes else ""} for codes in by_column]


def _codes(gaps: list[Gap], kinds: tuple[str, ...]) -> list[str]:
    """The elements with a gap of one of the kinds, each once."""
    return list(dict.fromkeys(gap.element_code for gap in gaps if gap.kind in kinds))


def _ratings(edition: Edition) -> QuerySet[Rating]:
    return edition.ratings.all()


def stages_of(assessment: Assessment, board: Board) -> list[dict[str, Any]]:
    """The way of an assessment, and where it stands."""
    at = 0 if assessment.is_with_service else 1
    at = 3 if assessment.state == State.COMPLETED else at
    names_and_notes = [
        (_("Preparing"), _preparing(board)),
        (_("Submitted"), british_date(assessment.submitted_at) if at else _("Not yet")),
        (_("Visit"), _visit(assessment)),
        (_("Result"), british_date(assessment.completed_at) or _("After the visit")),
    ]
    if assessment.state == State.ASSESSING:
        at = 2
    return [
        {"name": name, "note": note, "state": "done" if i < at else "now" if i == at else ""}
        for i, (name, note) in enumerate(names_and_notes)
    ]


def _preparing(board: Board) -> str:
    return _("%(rated)s of %(total)s self-rated") % {
        "rated": board.rated(by_service=True),
        "total": board.review_count,
    }


def _visit(assessment: Assessment) -> str:
    if assessment.visit_on is None:
        return _("No day set")
    days = (assessment.visit_on - timezone.localdate()).days
    day = british_date(assessment.visit_on)
    return _("%(day)s, in %(days)s days") % {"day": day, "days": days} if days > 1 else day
