"""What visits left to be done: the list, and one improvement with what was reported on it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import serves
from accounts.pages_read import tell_of_page
from assessments.actions import ImprovementMoved, change_improvement, report_progress
from assessments.actions.about import about_element
from assessments.forms import ImprovementForm, ProgressForm
from assessments.improvement_queries import Filter, Show, improvements_of, is_in
from assessments.models import Improvement
from assessments.scope import improvement_in_scope
from assessments.transitions import NotPossibleNow
from evidence.actions.about import about_portfolio
from evidence.models import Portfolio
from evidence.scope import portfolio_in_scope
from evidence.views.common import SignedIn

from .common import address


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def improvements(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    """Those that are open, unless others are asked for; by owner and criterion."""
    wanted = _filter(request)
    listing = improvements_of(portfolio, wanted)
    today = timezone.localdate()
    tell_of_page(request, _("the list of improvements"), about_portfolio(portfolio))
    context = {
        "portfolio": portfolio,
        "nav": "improvements",
        "listing": listing,
        "wanted": wanted,
        "modes": [(show, listing.counts[show]) for show in Show],
        "lines": [(each, is_in(each, Show.OVERDUE, today)) for each in listing.found],
    }
    return render(request, "assessments/improvement_list.html", context)


def _filter(request: SignedIn) -> Filter:
    show, owner = request.GET.get("show", ""), request.GET.get("owner", "")
    return Filter(
        show=Show(show) if show in Show.values else Show.OPEN,
        owner=int(owner) if owner.isascii() and owner.isdecimal() and len(owner) < 19 else None,
        criterion=request.GET.get("criterion", "")[:20],
    )


@serves("assessments.view_improvement", improvement_in_scope)
@require_safe
def improvement(request: SignedIn, improvement: Improvement) -> HttpResponse:
    return _page(request, improvement)


@serves("assessments.change_improvement", improvement_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedIn, improvement: Improvement) -> HttpResponse:
    """Words, owner and due day. GET leads to the improvement."""
    if request.method != "POST":
        return redirect(address_of(improvement))
    form = ImprovementForm(request.POST, improvement=improvement)

    def act() -> None:
        change_improvement(improvement=improvement, by=request.user, **form.cleaned_data)

    return _do(request, improvement, form, "change", act, _("Saved the improvement"))


@serves("assessments.report_improvement", improvement_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SignedIn, improvement: Improvement) -> HttpResponse:
    """What was done and how far it is. GET leads to the improvement."""
    if request.method != "POST":
        return redirect(address_of(improvement))
    form = ProgressForm(request.POST, improvement=improvement)

    def act() -> None:
        given = form.cleaned_data
        report_progress(
            improvement=improvement,
            revision=given["revision"],
            text=given["report"],
            progress=given["progress"],
            by=request.user,
        )

    return _do(request, improvement, form, "report", act, _("Saved what was done"))


def address_of(improvement: Improvement) -> str:
    """The address of an improvement's page."""
    return address("improvement", improvement.row.assessment.portfolio, improvement.pk)


def _do(
    request: SignedIn,
    improvement: Improvement,
    form: forms.Form,
    name: str,
    act: Callable[[], None],
    done: str,
) -> HttpResponse:
    """Act if the form is right; else the page again with all that was typed."""
    if not form.is_valid():
        return _page(request, improvement, status=422, **{name: form})
    try:
        act()
    except ImprovementMoved as meanwhile:
        return _moved(request, meanwhile.current, form, name)
    except NotPossibleNow as refusal:
        form.add_error(None, str(refusal))
        return _page(request, improvement, status=422, **{name: form})
    messages.success(request, done)
    return redirect(address_of(improvement))


def _moved(request: SignedIn, current: Improvement, form: Any, name: str) -> HttpResponse:
    """What was typed stays in the form, which now begins from what is there."""
    portfolio = current.row.assessment.portfolio
    fresh = improvement_in_scope(
        request.user, portfolio.service.slug, portfolio.standard.slug, current.pk
    )
    form.data = form.data.copy()
    form.data["revision"] = fresh.revision
    return _page(request, fresh, status=409, **{name: form})


def _page(
    request: SignedIn, improvement: Improvement, *, status: int = 200, **bound: forms.Form
) -> HttpResponse:
    portfolio = improvement.row.assessment.portfolio
    page = _("an improvement of %(element)s") % {"element": improvement.row.element.code}
    tell_of_page(request, page, about_element(improvement.row))
    context = {
        "portfolio": portfolio,
        "nav": "improvements",
        "improvement": improvement,
        "element": improvement.row.element,
        "is_overdue": is_in(improvement, Show.OVERDUE, timezone.localdate()),
        "form": next(iter(bound.values()), None),
        "change_form": bound.get("change") or ImprovementForm(improvement=improvement),
        "report_form": bound.get("report") or ProgressForm(improvement=improvement),
        "moved": status == 409,
        "changes": "change" in bound,
        "breadcrumbs": [
            {"text": _("Improvements"), "url": address("improvements", portfolio)},
            {"text": improvement.row.element.code, "url": ""},
        ],
    }
    return render(request, "assessments/improvement_detail.html", context, status=status)
