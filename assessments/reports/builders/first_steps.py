"""What the gap report says in sentences: how far things are, and what to do first."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.enums import State
from assessments.gap_kinds import BLOCKING, KINDS
from assessments.models import Assessment
from assessments.outcome import why
from assessments.reckoning import Reckoning

from ..content import Fact
from ..content.gaps import GapElement, GapReport
from .frame import british

# How many codes a sentence names before it says how many more there are.
NAMED = 6


def first_steps(
    report: GapReport, assessment: Assessment, reckoning: Reckoning | None
) -> Iterator[str]:
    """What to do, the most urgent first; who may do it is said where not everybody may."""
    if assessment.state == State.RETURNED:
        yield _("Put right what the assessor returned it for: %(reason)s") % {
            "reason": assessment.return_reason
        }
    if report.requests:
        codes = dict.fromkeys(request.element_code for request in report.requests)
        count = len(report.requests)
        yield ngettext(
            "Answer %(n)s request of the assessor: %(codes)s.",
            "Answer %(n)s requests of the assessor: %(codes)s.",
            count,
        ) % {"n": count, "codes": named(codes)}
    if assessment.is_with_service:
        steps = list(_before_submission(report, assessment, reckoning))
        if not steps and report.under_review:
            steps.append(_("Submit the assessment: nothing stands in the way. A manager does."))
        yield from steps
    if report.improvements:
        codes = dict.fromkeys(each.element_code for each in report.improvements)
        count = len(report.improvements)
        yield ngettext(
            "Report on %(n)s improvement that is overdue: %(codes)s.",
            "Report on %(n)s improvements that are overdue: %(codes)s.",
            count,
        ) % {"n": count, "codes": named(codes)}


def _before_submission(
    report: GapReport, assessment: Assessment, reckoning: Reckoning | None
) -> Iterator[str]:
    if reckoning and not reckoning.passes:
        for sentence in why(reckoning, assessment.edition):
            yield _("Look again, or the visit fails: %(why)s.") % {"why": sentence}
    if report.late:
        yield ngettext(
            "Finish %(n)s %(element)s past its due day: %(codes)s.",
            "Finish %(n)s %(elements)s past their due day: %(codes)s.",
            len(report.late),
        ) % _counted(report, report.late)
    for kind in BLOCKING:
        elements = report.having(kind)
        if elements:
            yield _("%(counted)s: %(codes)s. %(remedy)s") % {
                "counted": f"{_number(report, elements)} {KINDS[kind].counted}",
                "codes": named(element.code for element in elements),
                "remedy": KINDS[kind].remedy,
            }
    if report.without_owner:
        yield ngettext(
            "Find somebody for %(n)s %(element)s that is nobody’s: %(codes)s.",
            "Find somebody for %(n)s %(elements)s that are nobody’s: %(codes)s.",
            len(report.without_owner),
        ) % _counted(report, report.without_owner)
    waiting = report.having("not-approved")
    if waiting:
        yield ngettext(
            "Approve or return %(n)s %(element)s, as a manager: %(codes)s.",
            "Approve or return %(n)s %(elements)s, as a manager: %(codes)s.",
            len(waiting),
        ) % _counted(report, waiting)


def _counted(report: GapReport, elements: Sequence[GapElement]) -> dict[str, object]:
    level = report.levels.element
    return {
        "n": len(elements),
        "element": level.one.lower(),
        "elements": level.many.lower(),
        "codes": named(element.code for element in elements),
    }


def _number(report: GapReport, elements: Sequence[GapElement]) -> str:
    level = report.levels.element
    return f"{len(elements)} {(level.one if len(elements) == 1 else level.many).lower()}"


def named(codes: Iterable[str]) -> str:
    """The codes, and how many more there are than a sentence bears."""
    each = list(codes)
    if len(each) <= NAMED:
        return ", ".join(each)
    return _("%(codes)s and %(n)s more") % {
        "codes": ", ".join(each[:NAMED]),
        "n": len(each) - NAMED,
    }


def answer_of(report: GapReport, assessment: Assessment) -> dict[str, Any]:
    """What the cover says: how many are ready, and the first thing to do."""
    level = report.levels.element
    outcome = _("%(ready)s of %(all)s %(elements)s") % {
        "ready": report.ready,
        "all": len(report.under_review),
        "elements": level.many.lower(),
    }
    if not report.under_review:
        outcome = _("Nothing is under review")
    nothing = _("There is nothing left to do.")
    return {
        "outcome_heading": _("Ready for submission")
        if assessment.is_with_service
        else _("Nothing missing"),
        "outcome": outcome,
        "outcome_sentence": _("First: %(step)s") % {"step": report.first[0]}
        if report.first
        else nothing,
    }


def visit_facts(report: GapReport) -> Iterator[Fact]:
    """How long it is until the visit, or since."""
    days = report.days_to_visit
    if days is None:
        yield Fact(_("Until the visit"), _("No day is set"))
    elif days > 0:
        said = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
        yield Fact(_("Until the visit"), said)
    elif days == 0:
        yield Fact(_("Until the visit"), _("It is today"))
    else:
        said = ngettext("%(n)s day", "%(n)s days", -days) % {"n": -days}
        yield Fact(_("Since the visit"), said)


def looks_at(assessment: Assessment) -> str:
    """What the report is about, in a sentence."""
    label = {"label": assessment.label}
    if assessment.is_with_service:
        return (
            _("What “%(label)s” lacks before it is submitted: the evidence as it stands today.")
            % label
        )
    if assessment.state == State.COMPLETED:
        return (
            _(
                "“%(label)s” is completed. This looks at what it was prepared with and at the"
                " evidence as it stands today, so that the next visit begins well."
            )
            % label
        )
    submitted = (
        british(timezone.localdate(assessment.submitted_at)) if assessment.submitted_at else ""
    )
    return _(
        "“%(label)s” was submitted on %(day)s, and the assessor reads what was submitted then."
        " This looks at the evidence as it stands today: only answers to requests still join."
    ) % (label | {"day": submitted})
