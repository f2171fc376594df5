"""The plan of visits, and changing what a coming visit looks at."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import serves
from assessments.actions import PlanMoved, drop_plan, plan_visit, version_of
from assessments.forms import PlanForm
from assessments.models import PlannedVisit
from assessments.transitions import NotPossibleNow
from assessments.visit_plan import Column, VisitPlan, plan_of
from evidence.models import Portfolio
from evidence.permissions import manages_portfolio
from evidence.scope import portfolio_in_scope
from evidence.views.common import SignedIn

from .assessment import breadcrumbs_to
from .common import address, level
from .overview import edition_in_force


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def plan(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    """The coming visits side by side."""
    edition = edition_in_force(portfolio)
    found = plan_of(portfolio, edition)
    context = {
        "portfolio": portfolio,
        "nav": "assessment",
        "edition": edition,
        "plan": found,
        "groups": _table(found),
        "totals": [len(column.codes) for column in found.columns],
        "many": level(edition, "element", count=2),
        "may_plan": manages_portfolio(request.user, portfolio),
        "breadcrumbs": breadcrumbs_to(portfolio, _("Plan of visits")),
    }
    return render(request, "assessments/plan.html", context)


def _table(found: VisitPlan) -> list[dict[str, Any]]:
    """A group of rows a criterion, each with a cell for every visit."""
    return [
        {
            "criterion": criterion,
            "counts": [
                sum(element.code in column.codes for element in elements)
                for column in found.columns
            ],
            "rows": [
                {
                    "element": element,
                    "is_wanting": element.code in found.wanting,
                    "cells": [element.code in column.codes for column in found.columns],
                }
                for element in elements
            ],
        }
        for criterion, elements in found.by_criterion()
    ]


@serves("assessments.open_assessment", portfolio_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_plan(request: SignedIn, portfolio: Portfolio, kind: str) -> HttpResponse:
    """Choose what a coming visit looks at, or take the proposal again."""
    found = plan_of(portfolio, edition_in_force(portfolio))
    column = found.find(kind)
    if column is None:
        raise Http404
    if request.method != "POST":
        return _page(request, portfolio, found, column, _form(found, column))
    form = _form(found, column, request.POST)
    try:
        if "proposal" in request.POST:
            return _taken_again(request, portfolio, found, column)
        if form.is_valid():
            return _saved(request, portfolio, found, column, form)
    except PlanMoved as moved:
        if "proposal" in request.POST:
            fresh = _form(found, column)
            return _page(request, portfolio, found, column, fresh, status=409, moved=True)
        return _conflict(request, portfolio, found, column, moved.current)
    except NotPossibleNow as refusal:
        form.add_error(None, str(refusal))
    return _page(request, portfolio, found, column, form, status=422)


def _form(
    found: VisitPlan, column: Column, data: Any = None, notes: dict[str, str] | None = None
) -> PlanForm:
    partial = dict.fromkeys(found.wanting, _("partial last time"))
    form = PlanForm(
        data,
        elements=found.by_criterion(),
        many=level(found.edition, "element", count=2),
        notes=partial | (notes or {}),
        initial={
            "visit_on": column.plan.visit_on if column.plan else None,
            "began": version_of(column.plan),
        },
    )
    form.tick(column.codes)
    return form


def _saved(
    request: SignedIn, portfolio: Portfolio, found: VisitPlan, column: Column, form: PlanForm
) -> HttpResponse:
    plan_visit(
        portfolio=portfolio,
        edition=found.edition,
        kind=column.visit.kind,
        under_review=form.chosen,
        visit_on=form.cleaned_data["visit_on"],
        began=form.cleaned_data["began"],
        by=request.user,
    )
    messages.success(request, _("Saved the plan of %(visit)s") % {"visit": column.visit.name})
    return redirect(address("plan", portfolio))


def _taken_again(
    request: SignedIn, portfolio: Portfolio, found: VisitPlan, column: Column
) -> HttpResponse:
    drop_plan(
        portfolio=portfolio,
        edition=found.edition,
        kind=column.visit.kind,
        began=request.POST.get("began", ""),
        by=request.user,
    )
    messages.success(
        request, _("The proposal for %(visit)s stands again") % {"visit": column.visit.name}
    )
    return redirect(address("plan", portfolio))


def _conflict(
    request: SignedIn,
    portfolio: Portfolio,
    found: VisitPlan,
    column: Column,
    current: PlannedVisit | None,
) -> HttpResponse:
    """The reader's ticks stay; what is different in the plan as it is now is said beside it."""
    saved = {each.code for each in current.elements.all()} if current else column.proposed
    mine = {code for name in request.POST for code in request.POST.getlist(name)}
    data = request.POST.copy()
    data["began"] = version_of(current)
    form = _form(found, column, data, notes_of_difference(mine, saved, found))
    form.is_valid()
    return _page(request, portfolio, found, column, form, status=409, conflict=True)


def notes_of_difference(
    mine: Collection[str], saved: Collection[str], found: VisitPlan
) -> dict[str, str]:
    """Words for each element that only one of two choices has."""
    codes = {element.code for element in found.elements}
    only_mine = dict.fromkeys(codes & set(mine) - set(saved), _("ticked by you only"))
    only_saved = dict.fromkeys(codes & set(saved) - set(mine), _("ticked in what was saved"))
    return only_mine | only_saved


def _page(
    request: SignedIn,
    portfolio: Portfolio,
    found: VisitPlan,
    column: Column,
    form: PlanForm,
    *,
    status: int = 200,
    conflict: bool = False,
    moved: bool = False,
) -> HttpResponse:
    context = {
        "portfolio": portfolio,
        "nav": "assessment",
        "edition": found.edition,
        "moved": moved,
        "column": column,
        "form": form,
        "conflict": conflict,
        "many": level(found.edition, "element", count=2),
        "breadcrumbs": [
            *breadcrumbs_to(portfolio, "")[:-1],
            {"text": _("Plan of visits"), "url": address("plan", portfolio)},
            {"text": column.visit.name, "url": ""},
        ],
    }
    return render(request, "assessments/plan_edit.html", context, status=status)
