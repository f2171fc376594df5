"""Add evidence: files dropped, looked over in one list, and added in one step."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import serves
from criteria.models import Element
from evidence.actions.intake import AlreadyAdded, open_intake, say_of_files
from evidence.forms import what_is_taken
from evidence.models import Intake, Portfolio
from evidence.queries import current_elements
from evidence.queries.intake import IntakeData, intake_data, waiting_intakes
from evidence.scope import intake_in_scope, portfolio_in_scope
from evidence.staged.outcome import outcome_of
from evidence.staged.page import IntakePage
from evidence.staged.row import Row
from evidence.staged.rows import filled, panel_errors, posted_panel, posted_rows, rows_of

from .common import SignedIn
from .intake_files import receive

# Where what is no file is written down, for an element.
NO_FILE = {"address": "evidence:add_address", "observation": "evidence:observe"}


@serves("evidence.change_portfolio", portfolio_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def new_intake(request: SignedIn, portfolio: Portfolio) -> HttpResponseBase:
    """Drop files; they wait until they are added. Asked in JSON it only says where to send."""
    elements = current_elements(portfolio)
    element = _element(request, elements)
    way = NO_FILE.get(request.GET.get("to", ""))
    if way and element:
        slugs = [portfolio.service.slug, portfolio.standard.slug]
        return redirect(way, *slugs, element.code)
    if request.method == "POST":
        if request.accepts("text/html") and not request.FILES:
            messages.error(request, _("No file was chosen. Choose one or more files."))
            return redirect(request.get_full_path())
        intake = open_intake(portfolio=portfolio, by=request.user, element=element)
        if request.accepts("text/html"):
            return receive(request, intake)
        return JsonResponse({"page": url_of(intake), "files": url_of(intake, "intake_files")})
    context = {
        "portfolio": portfolio,
        "element": element,
        "elements": elements,
        "choose_element": bool(way),
        "errors": [{"text": _("Choose the element"), "href": "#element"}] if way else [],
        "has_errors": bool(way),
        "waiting": waiting_intakes(portfolio, request.user),
        "kinds_hint": what_is_taken(),
        "nav": "library",
    }
    return render(request, "evidence/intake_new.html", context)


def _element(request: HttpRequest, elements: Sequence[Element]) -> Element | None:
    code = request.POST.get("element") or request.GET.get("element", "")
    return next((element for element in elements if element.code == code), None)


@serves("evidence.add_files", intake_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: SignedIn, intake: Intake) -> HttpResponseBase:
    """The files that wait, row by row; what is posted is kept. Once added: what they became."""
    if intake.confirmed_at is not None:
        context = {
            "portfolio": intake.portfolio,
            "intake": intake,
            "outcome": outcome_of(intake),
            "nav": "library",
        }
        return render(request, "evidence/intake_outcome.html", context)
    if request.FILES:
        return receive(request, intake)
    if request.method == "POST":
        try:
            _data, _rows, panel, wrong = keep(request, intake)
        except AlreadyAdded:
            return redirect(url_of(intake))
        if wrong:
            return show(request, intake, panel=panel, wrong=wrong)
        messages.success(request, _("Saved. Nothing has been added to the evidence yet."))
        return redirect(url_of(intake))
    return show(request, intake, panel=posted_panel(request.GET))


Kept = tuple[IntakeData, list[Row], dict[str, str], dict[str, str]]


def keep(request: SignedIn, intake: Intake) -> Kept:
    """Keep what was typed; what the panel says fills what is empty. Raises AlreadyAdded.

    Returns the rows as they are now, the panel, and what is wrong in it.
    """
    say_of_files(intake=intake, said=posted_rows(request.POST))
    data, rows = look(request, intake)
    panel = posted_panel(request.POST)
    if not any(panel.values()):
        return data, rows, panel, {}
    wrong = panel_errors(panel, data)
    if not wrong:
        say_of_files(intake=intake, said={row.file.pk: filled(row, panel) for row in rows})
        data, rows = look(request, intake)
    return data, rows, panel, wrong


def look(request: SignedIn, intake: Intake) -> tuple[IntakeData, list[Row]]:
    data = intake_data(intake, request.user)
    corporate = request.user.has_perm("evidence.change_corporate", intake.portfolio)
    return data, rows_of(data, changes_corporate=corporate)


def show(
    request: SignedIn,
    intake: Intake,
    *,
    seen: tuple[IntakeData, list[Row]] | None = None,
    panel: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
    all_errors: bool = False,
) -> HttpResponse:
    """The page; errors of rows of which nothing was said yet only where all are asked for."""
    data, rows = seen or look(request, intake)
    page = IntakePage(data, rows, panel or {}, wrong or {}, all_errors)
    context: dict[str, Any] = {
        "portfolio": intake.portfolio,
        "intake": intake,
        "page": page,
        "errors": page.errors,
        "has_errors": bool(page.errors),
        "kinds_hint": what_is_taken(),
        "nav": "library",
    }
    return render(request, "evidence/intake_detail.html", context)


def url_of(intake: Intake, name: str = "intake") -> str:
    portfolio = intake.portfolio
    slugs = [portfolio.service.slug, portfolio.standard.slug]
    return reverse(f"evidence:{name}", args=[*slugs, intake.uuid])
