"""The element page of the service: its words, its evidence, and the self-assessment."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import serves
from accounts.enums import Role
from accounts.models import User
from accounts.permissions import holds
from assessments.actions import ChangedMeanwhile, save_self_assessment
from assessments.changes import changes_since_last
from assessments.enums import Half
from assessments.forms import SelfAssessmentForm
from assessments.improvement_queries import improvements_of_element
from assessments.models import Assessment, ElementAssessment
from assessments.queries import (
    history_of_element,
    open_or_latest,
    rows_of_element,
    year_of,
)
from assessments.scope import assessment_in_scope
from assessments.transitions import NotPossibleNow
from criteria.models import Edition, Element
from criteria.queries import element_by_code, guidance_of, neighbours_from, neighbours_of
from evidence.models import Portfolio
from evidence.parts import element_evidence_context
from evidence.permissions import prepares_portfolio
from evidence.scope import portfolio_in_scope
from evidence.views.common import SignedIn

from .common import address
from .conflict import Meeting, is_settling, meet, settle
from .drafting import drop_saved, service_drafting
from .overview import edition_in_force
from .request_cards import cards_of, offer_in
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
    place = _find(portfolio, code)
    return _page(request, place, form=None)


@serves("assessments.write_self_assessment", assessment_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def self_assessment(request: SignedIn, assessment: Assessment, code: str) -> HttpResponse:
    """Save; shown again with everything typed where that fails. GET leads to the element."""
    portfolio = assessment.portfolio
    here = address("element", portfolio, code)
    if request.method != "POST":
        return redirect(here)
    row = get_object_or_404(
        assessment.elements.select_related("element", "self_rating"), element__code=code
    )
    row.assessment = assessment
    posted = settle(request, _meeting(row)) if is_settling(request) else request.POST
    if isinstance(posted, HttpResponse):
        return posted
    form = SelfAssessmentForm(posted, ratings=assessment.edition.ratings.all())
    if not form.is_valid():
        return _page(request, _find(portfolio, code), form=form, status=422)
    try:
        _save(row, form, request.user)
    except ChangedMeanwhile as meanwhile:
        meanwhile.current.assessment = assessment
        return meet(request, _meeting(meanwhile.current), posted)
    except NotPossibleNow as refusal:
        messages.error(request, str(refusal))
        return _page(request, _find(portfolio, code), form=form, status=409)
    drop_saved(posted, row, Half.SERVICE, request.user)
    messages.success(request, _("Saved the self-assessment of %(code)s") % {"code": code})
    return redirect(here)


def _save(row: ElementAssessment, form: SelfAssessmentForm, by: User) -> None:
    save_self_assessment(
        row=row,
        revision=form.cleaned_data["revision"],
        self_rating=form.cleaned_data["self_rating"],
        commentary=form.cleaned_data["commentary"],
        by=by,
    )


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
    request: SignedIn, place: Place, *, form: SelfAssessmentForm | None, status: int = 200
) -> HttpResponse:
    row, portfolio = place.row, place.portfolio
    shown = element_evidence_context(portfolio, place.element, request.user)
    evidence = shown["evidence"]
    changes = changes_since_last(portfolio, place.element)
    prepares = prepares_portfolio(request.user, portfolio)
    may_write = bool(row and row.in_review and row.assessment.is_with_service and prepares)
    drafting = None
    if row:
        form = form or SelfAssessmentForm.of(row, ratings=place.edition.ratings.all())
        drafting = service_drafting(request, row, form, fill=may_write)
    context = {
        **shown,
        "changes": changes,
        "marks": changes.words,
        "improvements": improvements_of_element(portfolio, place.element),
        "nav": "overview",
        "edition": place.edition,
        "row": row,
        "assessment": row.assessment if row else None,
        "years": _years(place.earlier),
        "parts": parts_of(place.element, evidence.in_use),
        "steps": steps_of(row, evidence, edition=place.edition) if may_write else [],
        "form": form,
        "drafting": drafting,
        "may_write": may_write,
        "unsaved": form.data.get("commentary", "") if form and not may_write else "",
        "prepares": prepares,
        "own_guidance": place.own_guidance,
        "may_write_guidance": holds(
            request.user, Role.ADMINISTRATOR, portfolio.service.organisation
        ),
        "entries": _history(portfolio, place.element.code),
        **_around(place),
        "requests": cards_of(row, offer_in(shown), may_answer=prepares) if row else [],
    }
    return render(request, "assessments/element.html", context, status=status)


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


def _meeting(row: ElementAssessment) -> Meeting:
    """The self-assessment as it is saved now, for the page of two versions."""
    assessment, code = row.assessment, row.element.code
    portfolio = assessment.portfolio
    ratings = assessment.edition.ratings.all()
    here = address("element", portfolio, code)
    return Meeting(
        row=row,
        half=Half.SERVICE,
        form=SelfAssessmentForm.of(row, ratings=ratings),
        ratings=list(ratings),
        what=_("the self-assessment of %(code)s") % {"code": code},
        save_url=address("self_assessment", portfolio, code),
        page_url=here,
        frame={
            "portfolio": portfolio,
            "nav": "overview",
            "breadcrumbs": [
                {"text": _("Overview"), "url": address("overview", portfolio)},
                {"text": code, "url": here},
            ],
        },
    )
