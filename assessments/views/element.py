"""The element page of the service: its words, its evidence, and the self-assessment."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import serves
from accounts.enums import Role
from accounts.models import User
from accounts.pages_read import tell_of_page
from accounts.permissions import holds
from assessments.actions import record_opened
from assessments.actions.about import about_element
from assessments.changes import changes_since_last
from assessments.forms import SelfAssessmentForm
from assessments.forms.preparing import DecisionForm, DutyForm
from assessments.improvement_queries import improvements_of_element
from assessments.models import ElementAssessment
from assessments.queries import (
    clauses_with_notes,
    history_of_element,
    open_or_latest,
    parts_from,
    rows_of_element,
    year_of,
)
from criteria.models import Edition, Element
from criteria.queries import element_by_code, guidance_of, neighbours_from, neighbours_of
from evidence.actions.about import about_portfolio
from evidence.models import Portfolio
from evidence.parts import element_evidence_context
from evidence.permissions import prepares_portfolio
from evidence.queries import ElementEvidence
from evidence.scope import portfolio_in_scope
from evidence.views.common import SignedIn

from .commentary import commentary_of
from .common import address
from .drafting import service_drafting
from .inside import standing_inside
from .overview import edition_in_force
from .request_cards import cards_of, marks_of, offer_in
from .steps import parts_of, steps_of


@dataclass(frozen=True)
class Place:
    """An element of the portfolio; `row` is None while there is no assessment.

    `own_guidance` is what the service's organisation says of it beside the standard.
    """

    portfolio: Portfolio
    edition: Edition
    element: Element
    row: ElementAssessment | None
    earlier: list[ElementAssessment]
    own_guidance: str


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def element(request: SignedIn, portfolio: Portfolio, code: str) -> HttpResponse:
    return _page(request, _find(portfolio, code))


def element_page(
    request: SignedIn, portfolio: Portfolio, code: str, *, status: int, **shown: Any
) -> HttpResponse:
    """The page again with what was sent and did not go through; `shown` as of `_page`."""
    return _page(request, _find(portfolio, code), status=status, **shown)


def _find(portfolio: Portfolio, code: str) -> Place:
    rows = rows_of_element(portfolio, code)
    if rows:
        row, *earlier = rows
        row.assessment.portfolio = portfolio
        edition = row.assessment.edition
        row.element.edition = edition
        own: str = row.own_guidance  # type: ignore[attr-defined]
        return Place(portfolio, edition, row.element, row, earlier, own)
    if open_or_latest(portfolio):
        raise Http404
    edition = edition_in_force(portfolio)
    try:
        found = element_by_code(edition, code)
    except Element.DoesNotExist as error:
        raise Http404 from error
    own = guidance_of(portfolio.service.organisation, found)
    return Place(portfolio, edition, found, None, [], own)


def _page(
    request: SignedIn,
    place: Place,
    *,
    form: SelfAssessmentForm | None = None,
    decision: DecisionForm | None = None,
    duty: DutyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    row, portfolio = place.row, place.portfolio
    shown = element_evidence_context(portfolio, place.element, request.user)
    prepares = prepares_portfolio(request.user, portfolio)
    may_write = bool(row and row.in_review and row.assessment.is_with_service and prepares)
    if row and not prepares and request.method == "GET":
        record_opened(row=row, by=request.user)
    else:
        _tell_of_work(request, place)
    context = {
        **shown,
        "nav": "overview",
        "edition": place.edition,
        "row": row,
        "assessment": row.assessment if row else None,
        "prepares": prepares,
        "may_write": may_write,
        **_around(place),
        **_known_of(place, request.user),
        **_asked_and_changed(place, shown, may_answer=prepares),
        **_self_assessment(request, place, shown["evidence"], form, may_write=may_write),
        **standing_inside(request.user, row, decision=decision, duty=duty),
    }
    return render(request, "assessments/element.html", context, status=status)


def _tell_of_work(request: SignedIn, place: Place) -> None:
    """Those who work on an element open it over and over."""
    if place.row:
        said = {"element": place.element.code, "label": place.row.assessment.label}
        tell_of_page(request, _("%(element)s of %(label)s") % said, about_element(place.row))
    else:
        page = _("the evidence of %(element)s") % {"element": place.element.code}
        tell_of_page(request, page, about_portfolio(place.portfolio, place.element.code))


def _known_of(place: Place, reader: User) -> dict[str, Any]:
    """What is said of the element beside its words: guidance, earlier visits, what was done."""
    portfolio = place.portfolio
    organisation = portfolio.service.organisation
    return {
        "own_guidance": place.own_guidance,
        "may_write_guidance": holds(reader, Role.ADMINISTRATOR, organisation),
        "years": _years(place.earlier),
        "improvements": improvements_of_element(portfolio, place.element),
        "entries": _history(portfolio, place.element.code),
    }


def _asked_and_changed(place: Place, shown: dict[str, Any], *, may_answer: bool) -> dict[str, Any]:
    """What the assessor asks for, what is new since the last visit, and the marks of both."""
    offer = offer_in(shown)
    requests = cards_of(place.row, offer, may_answer=may_answer) if place.row else []
    changes = changes_since_last(place.portfolio, place.element)
    return {
        "requests": requests,
        "changes": changes,
        "marks": {**changes.words, **marks_of(requests)},
    }


def _self_assessment(
    request: SignedIn,
    place: Place,
    evidence: ElementEvidence,
    form: SelfAssessmentForm | None,
    *,
    may_write: bool,
) -> dict[str, Any]:
    """The service's words: its form, what was typed before, its parts and what is left to do."""
    row = place.row
    clauses = parts_from(row) if row else clauses_with_notes(place.element, None)
    if row and not form:
        form = SelfAssessmentForm.of(row, ratings=place.edition.ratings.all(), clauses=clauses)
    commentary = row.commentary if row else ""
    return {
        "form": form,
        "drafting": row and form and service_drafting(request, row, form, fill=may_write),
        "unsaved": form.data.get("commentary", "") if form and not may_write else "",
        "parts": parts_of(clauses, evidence.in_use),
        "steps": steps_of(row, evidence, edition=place.edition) if may_write else [],
        "commentary": commentary_of(place.portfolio, place.element, commentary, evidence),
    }


def _history(portfolio: Portfolio, code: str) -> list[dict[str, Any]]:
    return [
        {"when": line.at, "sentence": line.sentence, "who": line.who}
        for line in history_of_element(portfolio, code)
    ]


@dataclass(frozen=True)
class Year:
    """What an earlier visit found; only the last one's name is written out."""

    year: str
    row: ElementAssessment
    is_last: bool


def _years(earlier: list[ElementAssessment]) -> list[Year]:
    """The visits before this one that rated the element, oldest first."""
    rows = [row for row in reversed(earlier) if row.rating_id and row.in_review]
    return [Year(str(year_of(row.assessment)), row, row is rows[-1]) for row in rows]


def _around(place: Place) -> dict[str, Any]:
    portfolio, element = place.portfolio, place.element
    neighbours = neighbours_from(place.row) if place.row else neighbours_of(element)
    sub_criterion = element.sub_criterion
    overview = address("overview", portfolio)
    return {
        "neighbours": neighbours,
        "previous_url": neighbours.previous and address("element", portfolio, neighbours.previous),
        "next_url": neighbours.next and address("element", portfolio, neighbours.next),
        "breadcrumbs": [
            {"text": _("Overview"), "url": overview},
            {
                "text": str(sub_criterion.criterion),
                "url": f"{overview}#criterion-{sub_criterion.criterion.code}",
            },
            {"text": element.code, "url": ""},
        ],
    }
