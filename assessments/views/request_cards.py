"""Requests as pages of the service show them: each thread, with a form where it can be answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.templatetags.portal import british_date
from assessments.forms import AnswerForm
from assessments.models import Assessment, ElementAssessment
from assessments.request_queries import Thread, threads_of
from assessments.transitions import allows
from criteria.models import Element
from evidence.models import Portfolio
from evidence.queries import element_evidence, teams_of, usual_team
from evidence.queries.element import Row

from .common import address


@dataclass(frozen=True)
class Card:
    """A thread; `form` is there for whoever may answer it now."""

    thread: Thread
    url: str
    form: AnswerForm | None


@dataclass(frozen=True)
class Offer:
    """What an answer can be made of: the evidence of the element, and who gives codes."""

    rows: Sequence[Row]
    teams: list[Team]
    team: Team | None


def cards_of(row: ElementAssessment, offer: Offer, *, may_answer: bool) -> list[Card]:
    """The requests about an element, those that wait for the service first; one statement.

    Without any before the first submission: then nobody has asked.
    """
    assessment = row.assessment
    threads = threads_of(row) if assessment.submitted_at else ()
    ordered = sorted(threads, key=lambda thread: (not thread.waits_for_service, thread.is_closed))
    return [card_of(assessment, thread, offer, may_answer=may_answer) for thread in ordered]


def marks_of(cards: Iterable[Card]) -> dict[int, str]:
    """What to say beside the items that joined on request, by their id."""
    added = [each for card in cards for entry in card.thread.entries for each in entry.added]
    return {
        each.item_id: _("added on request on %(day)s") % {"day": british_date(each.joined_at)}
        for each in added
        if each.item_id and each.joined_at
    }


def card_of(assessment: Assessment, thread: Thread, offer: Offer, *, may_answer: bool) -> Card:
    """A thread, with its form where it can be answered."""
    may = may_answer and assessment.is_with_assessor and allows(thread.request, "answer")
    url = address("request", assessment.portfolio, thread.pk)
    return Card(thread, url, answer_form(assessment, thread, offer) if may else None)


def answer_form(
    assessment: Assessment,
    thread: Thread,
    offer: Offer,
    data: QueryDict | None = None,
    files: Any = None,
) -> AnswerForm:
    """The form of the answer, bound to what was sent where there is something."""
    return AnswerForm(
        data,
        files,
        rows=offer.rows,
        teams=offer.teams,
        usual=offer.team,
        since=assessment.submitted_at,
        action=address("answer", assessment.portfolio, thread.pk),
        code=thread.element_code,
        initial={"revision": thread.revision},
        auto_id=f"answer-{thread.pk}-%s",
    )


def offer_in(shown: Mapping[str, Any]) -> Offer:
    """What the element page has read already."""
    return Offer(shown["evidence"].in_use, shown["teams"], shown["team"])


def offer_of(portfolio: Portfolio, element: Element, user: User) -> Offer:
    """Three statements."""
    teams = teams_of(portfolio, user)
    rows = element_evidence(portfolio, element).in_use
    return Offer(rows, teams, usual_team(teams))
