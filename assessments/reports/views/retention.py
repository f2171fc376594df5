"""What is past its time: looked at, chosen, and deleted after a second look."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import serves
from accounts.models import Organisation
from accounts.scope import organisation_in_scope
from assessments.forms.retention import RetentionForm
from evidence.actions import NotDestroyed
from evidence.views.common import SignedIn, ticked_in

from ..retention import change_rule, delete_by_retention, reach_of, what_is_due

A_PAGE = 50


@serves("assessments.view_retention", organisation_in_scope)
@require_safe
def retention(request: SignedIn, organisation: Organisation) -> HttpResponse:
    return _page(request, organisation)


@serves("assessments.change_retention", organisation_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: SignedIn, organisation: Organisation) -> HttpResponse:
    """Change the rule. GET leads to the page."""
    if request.method != "POST":
        return redirect("assessments:retention", organisation.slug)
    form = RetentionForm(request.POST)
    if not form.is_valid():
        return _page(request, organisation, form=form, status=422)
    change_rule(organisation=organisation, by=request.user, **form.cleaned_data)
    messages.success(request, _("The rule is saved. Nothing is deleted by itself."))
    return redirect("assessments:retention", organisation.slug)


@serves("assessments.delete_by_retention", organisation_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: SignedIn, organisation: Organisation) -> HttpResponse:
    """Show once more what is ticked, and delete it when that is confirmed. GET leads back."""
    if request.method != "POST":
        return redirect("assessments:retention", organisation.slug)
    visits, items = ticked_in(request, "assessment"), ticked_in(request, "item")
    if not visits and not items:
        messages.info(request, _("Nothing was ticked, so nothing was deleted."))
        return redirect("assessments:retention", organisation.slug)
    if "confirm" not in request.POST:
        return _confirm(request, organisation, visits, items)
    try:
        deleted = delete_by_retention(
            organisation=organisation, assessments=visits, items=items, by=request.user
        )
    except NotDestroyed as why:
        messages.error(request, str(why))
    else:
        messages.success(
            request,
            _("Deleted: %(visits)s assessments and %(items)s items of evidence.")
            % {"visits": deleted[0], "items": deleted[1]},
        )
    return redirect("assessments:retention", organisation.slug)


def _confirm(
    request: SignedIn, organisation: Organisation, visits: set[int], items: set[int]
) -> HttpResponse:
    due = what_is_due(organisation)
    context = {
        "organisation": organisation,
        "rule": due.rule,
        "assessments": [each for each in due.assessments if each.pk in visits],
        "items": due.items.filter(pk__in=items),
        "nav": "organisation",
    }
    return render(request, "assessments/retention_delete.html", context)


def _page(
    request: SignedIn,
    organisation: Organisation,
    *,
    form: RetentionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    due, reach = what_is_due(organisation), reach_of(request.user, organisation)
    page = Paginator(due.items, A_PAGE).get_page(request.GET.get("page"))
    may_change = request.user.has_perm("assessments.change_retention", organisation)
    rule = due.rule
    initial = {"cycles": rule.cycles, "source": rule.source, "request_years": rule.request_years}
    assessments = [(each, reach.has_assessment(each)) for each in due.assessments]
    items = [(item, due.rule.due_on(item.since), reach.has_item(item)) for item in page]
    context: dict[str, Any] = {
        "organisation": organisation,
        "rule": due.rule,
        "years": due.rule.cycles * due.rule.years,
        "may_govern": request.user.has_perm("evidence.govern_records", organisation),
        "assessments": assessments,
        "items": items,
        "page_obj": page,
        "nav": "organisation",
        "may_delete": any(
            mine and not (each.held or each.has_open_improvement) for each, mine in assessments
        )
        or any(mine and not item.held for item, _day, mine in items),
        "form": (form or RetentionForm(initial=initial)) if may_change else None,
    }
    return render(request, "assessments/retention.html", context, status=status)
