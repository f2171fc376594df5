"""The one most useful thing to do now, for this reader."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.templatetags.portal import british_date
from assessments.board import Board
from assessments.checklist import Gap
from assessments.enums import State
from assessments.gap_kinds import BLOCKING, KINDS
from assessments.models import Assessment
from assessments.reckoning import Reckoning
from criteria.enums import CountsAs
from criteria.models import Edition
from evidence.models import Portfolio

from .common import address, level

MORE = 4
"""How many further lines the panel holds; the assessment page has them all."""


@dataclass(frozen=True)
class NextStep:
    """What the panel says; `more` holds what else is to do."""

    title: str
    text: str = ""
    action_url: str = ""
    action_text: str = ""
    more: list[dict[str, Any]] = field(default_factory=list)


def next_step(
    *,
    portfolio: Portfolio,
    edition: Edition,
    assessment: Assessment | None,
    board: Board,
    prepares: bool,
    manages: bool,
) -> NextStep:
    """What would move the assessment on most. Who may not do it is told who does."""
    if assessment is None or assessment.state == State.COMPLETED:
        return _open_one(portfolio, assessment, manages=manages)
    if not assessment.is_with_service:
        asked = _asked(portfolio, assessment, prepares=prepares)
        return asked or _with_assessor(assessment, board, edition)
    if not prepares:
        return _in_preparation(portfolio, assessment, board, edition)
    step = (
        _returned(portfolio, assessment, manages=manages)
        or _would_fail(portfolio, edition, board)
        or (_approval(portfolio, edition, board.gaps) if manages else None)
        or _missing(portfolio, edition, board.gaps)
        or _ready(portfolio, manages=manages)
    )
    return NextStep(
        step.title,
        step.text,
        step.action_url,
        step.action_text,
        more=[
            line
            for line in counted_gaps(portfolio, edition, board.gaps)
            if not step.title.endswith(line["text"])
        ][:MORE],
    )


def _open_one(portfolio: Portfolio, last: Assessment | None, *, manages: bool) -> NextStep:
    title = _("No assessment is open")
    if last:
        title = _("%(label)s was completed on %(day)s") % {
            "label": last.label,
            "day": british_date(last.completed_at),
        }
    if not manages:
        return NextStep(title, _("A manager of the service opens the next one."))
    text = _("Open one to rate the service and to plan the visit.")
    return NextStep(title, text, address("open", portfolio), _("Open an assessment"))


def _asked(portfolio: Portfolio, assessment: Assessment, *, prepares: bool) -> NextStep | None:
    """What the assessor waits for, where `open_or_latest` has counted some."""
    count: int = getattr(assessment, "waiting", 0)
    if not count:
        return None
    title = ngettext(
        "%(count)s request waits for an answer", "%(count)s requests wait for an answer", count
    )
    return NextStep(
        title % {"count": count},
        _("The assessor has asked for more evidence."),
        f"{address('requests', portfolio)}?show=waiting",
        _("Answer") if prepares else _("Read what was asked"),
    )


def _with_assessor(assessment: Assessment, board: Board, edition: Edition) -> NextStep:
    rated = board.rated(by_service=False)
    submitted = _("Submitted on %(day)s") % {"day": british_date(assessment.submitted_at)}
    if not rated:
        return NextStep(submitted, _("The assessor has not rated anything yet."))
    return NextStep(
        _("The assessor is at work"),
        _("%(rated)s of %(total)s %(elements)s rated. %(submitted)s.")
        % {
            "rated": rated,
            "total": board.review_count,
            "elements": level(edition, "element", count=board.review_count),
            "submitted": submitted,
        },
    )


def _in_preparation(
    portfolio: Portfolio, assessment: Assessment, board: Board, edition: Edition
) -> NextStep:
    text = _("%(rated)s of %(total)s %(elements)s under review have a self-rating.") % {
        "rated": board.rated(by_service=True),
        "total": board.review_count,
        "elements": level(edition, "element", count=2),
    }
    return NextStep(
        _("The service prepares the %(label)s") % {"label": assessment.label},
        text,
        address("assessment", portfolio),
        _("See what is missing"),
    )


def _returned(portfolio: Portfolio, assessment: Assessment, *, manages: bool) -> NextStep | None:
    if assessment.state != State.RETURNED:
        return None
    return NextStep(
        _("The assessor returned the assessment"),
        assessment.return_reason,
        address("submit", portfolio) if manages else address("assessment", portfolio),
        _("Submit again") if manages else _("See what is missing"),
    )


def _would_fail(portfolio: Portfolio, edition: Edition, board: Board) -> NextStep | None:
    reckoning = board.reckoning
    if reckoning is None or reckoning.passes:
        return None
    effect = CountsAs.PARTIAL if reckoning.over else CountsAs.NOT_MET
    within = [part.criterion.pk for part in reckoning.over]
    code = _first_with(board, effect, within)
    title, text = _why_it_fails(edition, reckoning, code)
    action = _("Open %(code)s") % {"code": code}
    return NextStep(title, text, address("element", portfolio, code), action)


def _why_it_fails(edition: Edition, reckoning: Reckoning, code: str) -> tuple[str, str]:
    if reckoning.over:
        part = reckoning.over[0]
        title = _("%(criterion)s %(code)s is over the limit") % {
            "criterion": edition.level_names["criterion"]["one"],
            "code": part.criterion.code,
        }
        return title, _("%(used)s partly met where %(allowed)s are allowed.") % {
            "used": part.partials_used,
            "allowed": part.partials_allowed,
        }
    if reckoning.not_met == 1:
        return _("%(code)s alone would fail the visit") % {"code": code}, _(
            "It is rated as not met. One such rating is enough to lose the certificate."
        )
    return _("%(count)s ratings would fail the visit") % {"count": reckoning.not_met}, _(
        "They are rated as not met, where %(allowed)s are allowed."
    ) % {"allowed": reckoning.not_met_allowed}


def _first_with(board: Board, effect: str, criteria: list[int]) -> str:
    for tile in board.tiles:
        row = tile.standing.row
        rating = row and (row.rating or row.self_rating)
        in_place = not criteria or tile.standing.element.sub_criterion.criterion_id in criteria
        if rating and rating.counts_as == effect and in_place:
            return tile.code
    return ""


FIRST_STEPS = {
    "no-self-rating": gettext_lazy("Rate %(code)s"),
    "no-evidence": gettext_lazy("Add evidence for %(code)s"),
    "no-commentary": gettext_lazy("Describe %(code)s"),
}


def _missing(portfolio: Portfolio, edition: Edition, gaps: list[Gap]) -> NextStep | None:
    """The first kind of gap that stands in the way, and its first element."""
    for kind in BLOCKING:
        codes = [gap.element_code for gap in gaps if gap.kind == kind]
        if codes:
            counted = KINDS[kind].counted
            title = f"{len(codes)} {level(edition, 'element', count=len(codes))} {counted}"
            text = _("Start with %(code)s.") % {"code": codes[0]} if len(codes) > 1 else ""
            url = address("element", portfolio, codes[0])
            action = FIRST_STEPS.get(kind, gettext_lazy("Open %(code)s"))
            return NextStep(title, text, url, action % {"code": codes[0]})
    return None


def _approval(portfolio: Portfolio, edition: Edition, gaps: list[Gap]) -> NextStep | None:
    """What the manager has been asked to look at; before anything else is missing."""
    codes = [gap.element_code for gap in gaps if gap.kind == "not-approved"]
    if not codes:
        return None
    counted = KINDS["not-approved"].counted
    title = f"{len(codes)} {level(edition, 'element', count=len(codes))} {counted}"
    url = f"{address('assessment', portfolio)}#approval"
    return NextStep(title, _("Approve, or return with a reason."), url, _("Go to the list"))


def _ready(portfolio: Portfolio, *, manages: bool) -> NextStep:
    title = _("Everything is here: ready to submit")
    if not manages:
        return NextStep(title, _("A manager of the service submits it."))
    text = _("Submitting locks the evidence and hands it to the assessor.")
    return NextStep(title, text, address("submit", portfolio), _("Submit"))


def counted_gaps(
    portfolio: Portfolio, edition: Edition, gaps: Iterable[Gap]
) -> Iterable[dict[str, Any]]:
    """How many elements lack what, each line leading to the first of them."""
    found = list(gaps)
    for kind, about in KINDS.items():
        codes = [gap.element_code for gap in found if gap.kind == kind]
        if codes:
            yield {
                "count": len(codes),
                "text": f"{level(edition, 'element', count=len(codes))} {about.counted}",
                "url": f"{address('assessment', portfolio)}#{kind}",
            }
