"""Dates to confirm: undated items, with what their titles say they cover."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import serves
from accounts.enums import Role
from accounts.permissions import holds, works_in
from evidence.actions import date_items
from evidence.forms_dates import DatingForm
from evidence.models import Portfolio
from evidence.queries.dating import undated_items
from evidence.scope import portfolio_in_scope

from .common import SignedIn

A_PAGE = 50


@serves("evidence.date_items", portfolio_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    items = undated_items(
        portfolio,
        of_service=works_in(request.user, portfolio.service),
        corporate=holds(request.user, Role.ADMINISTRATOR, portfolio.service.organisation),
    )
    if request.method == "POST":
        codes = [code for code in request.POST.getlist("item") if code.isprintable()]
        sent = items.filter(code__in=codes[:A_PAGE])
        page = Paginator(sent, A_PAGE).get_page(1)
        forms = _forms(page, request.POST)
        wrong = [form for form in forms if not form.is_valid()]
        if not wrong:
            return _confirm(request, portfolio, forms)
        return _page(request, portfolio, page, forms)
    page = Paginator(items, A_PAGE).get_page(request.GET.get("page"))
    return _page(request, portfolio, page, _forms(page, None))


def _forms(page: Page, data: QueryDict | None) -> list[DatingForm]:
    return [DatingForm(data, item=item) for item in page]


def _confirm(request: SignedIn, portfolio: Portfolio, forms: list[DatingForm]) -> HttpResponse:
    said = [(form.item.pk, form.cleaned_data) for form in forms if form.cleaned_data["confirm"]]
    periods = {pk: (data["covers_from"], data["covers_to"]) for pk, data in said}
    number = date_items(periods=periods, by=request.user)
    if number:
        text = ngettext("Dated %(number)s item.", "Dated %(number)s items.", number)
        messages.success(request, text % {"number": number})
    else:
        messages.info(request, _("Nothing was ticked, so nothing has changed."))
    return redirect("evidence:dates", portfolio.service.slug, portfolio.standard.slug)


def _page(
    request: SignedIn, portfolio: Portfolio, page: Page, forms: list[DatingForm]
) -> HttpResponse:
    context: dict[str, Any] = {
        "portfolio": portfolio,
        "page_obj": page,
        "forms": forms,
        "has_errors": any(form.errors for form in forms),
        "errors": [
            {"text": f"{form.item.code}: {problem}", "href": f"#{form[name].auto_id}"}
            for form in forms
            for name, problems in form.errors.items()
            for problem in problems
        ],
        "nav": "library",
    }
    return render(request, "evidence/item_dates.html", context)
