"""What the assessor asks for, as the service sees it: all requests, and one with its thread."""

from typing import Any

from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.access import serves
from accounts.pages_read import tell_of_page
from assessments.actions.about import about_assessment, about_element
from assessments.models import Assessment, EvidenceRequest
from assessments.queries import open_or_latest
from assessments.request_queries import Thread, thread_of, threads_of_assessment
from evidence.models import Portfolio
from evidence.permissions import prepares_portfolio
from evidence.scope import portfolio_in_scope
from evidence.views.common import SignedIn

from .common import address
from .request_cards import Card, Offer, card_of, offer_of


class Show(models.TextChoices):
    """Which requests a list holds."""

    ALL = "all", gettext_lazy("All")
    WAITING = "waiting", gettext_lazy("Waiting for the service")
    ANSWERED = "answered", gettext_lazy("Answered")
    CLOSED = "closed", gettext_lazy("Closed")

    def holds(self, thread: Thread) -> bool:
        """Whether the list shows the thread under this filter."""
        if self == Show.WAITING:
            return thread.waits_for_service
        if self == Show.ANSWERED:
            return thread.waits_for_assessor
        return self == Show.ALL or thread.is_closed


def list_of_threads(threads: tuple[Thread, ...], asked: str) -> dict[str, Any]:
    """The threads under the filter that the address names, and the filters with their counts."""
    show = Show(asked) if asked in Show.values else Show.ALL
    return {
        "threads": [thread for thread in threads if show.holds(thread)],
        "total": len(threads),
        "filters": [
            {
                "value": each.value,
                "label": each.label,
                "count": sum(each.holds(thread) for thread in threads),
                "is_current": each == show,
            }
            for each in Show
        ],
    }


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def requests(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    assessment = open_or_latest(portfolio)
    threads: tuple[Thread, ...] = ()
    if assessment:
        assessment.portfolio = portfolio
        threads = threads_of_assessment(assessment)
        tell_of_requests(request, assessment)
    context = {
        "portfolio": portfolio,
        "nav": "assessment",
        "assessment": assessment,
        "breadcrumbs": [
            {"text": _("Assessment"), "url": address("assessment", portfolio)},
            {"text": _("Requests"), "url": ""},
        ],
        **list_of_threads(threads, request.GET.get("show", "")),
    }
    return render(request, "assessments/request_list.html", context)


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def one_request(request: SignedIn, portfolio: Portfolio, number: int) -> HttpResponse:
    """A request with its thread, and the form of the answer for whoever may give it."""
    assessment = open_or_latest(portfolio)
    if assessment is None:
        raise Http404
    assessment.portfolio = portfolio
    asked = request_of(assessment, number)
    prepares = prepares_portfolio(request.user, portfolio)
    offer = offer_of(portfolio, asked.row.element, request.user) if prepares else NOTHING
    card = card_of(assessment, thread_of(asked), offer, may_answer=prepares)
    return page_of(request, assessment, card)


def tell_of_requests(request: SignedIn, assessment: Assessment) -> None:
    page = _("the requests of %(label)s") % {"label": assessment.label}
    tell_of_page(request, page, about_assessment(assessment))


def tell_of_request(request: SignedIn, asked: EvidenceRequest) -> None:
    row = asked.row
    said = {"element": row.element.code, "label": row.assessment.label}
    page = _("a request about %(element)s of %(label)s") % said
    tell_of_page(request, page, about_element(row))


NOTHING = Offer([], [], None)


def request_of(assessment: Assessment, number: int) -> EvidenceRequest:
    """A request of this assessment; Http404 where there is none. One statement."""
    requests = EvidenceRequest.objects.filter(row__assessment=assessment)
    found = requests.select_related("row__element__edition", "asked_by").filter(pk=number).first()
    if found is None:
        raise Http404
    found.row.assessment = assessment
    return found


def page_of(
    request: SignedIn,
    assessment: Assessment,
    card: Card,
    *,
    moved: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page of one request; `moved` says that somebody else took a step meanwhile."""
    portfolio, code = assessment.portfolio, card.thread.element_code
    tell_of_request(request, card.thread.request)
    context = {
        "portfolio": portfolio,
        "nav": "assessment",
        "assessment": assessment,
        "element": card.thread.request.row.element,
        "card": card,
        "thread": card.thread,
        "form": card.form,
        "moved": moved,
        "breadcrumbs": [
            {"text": _("Assessment"), "url": address("assessment", portfolio)},
            {"text": _("Requests"), "url": address("requests", portfolio)},
            {"text": code, "url": address("element", portfolio, code)},
        ],
    }
    return render(request, "assessments/request_detail.html", context, status=status)
