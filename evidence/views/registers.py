"""Evidence registers: sent, looked at, put right, confirmed in one step; and given out."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import serves
from accounts.models import User
from evidence.actions import ChangedMeanwhile, CodeTaken, record_export
from evidence.forms_registers import RegisterForm
from evidence.imports.report import ImportRefused
from evidence.intake.names import base_name
from evidence.models import Portfolio, RegisterUpload
from evidence.registers.columns import Column
from evidence.registers.layout import CSV_TYPE, XLSX_TYPE
from evidence.registers.pending import (
    AlreadyDone,
    ChangedSince,
    choice_of,
    choose_columns,
    choose_differences,
    confirm_register,
    drop_register,
    hold_register,
    plan_of,
)
from evidence.registers.preview import (
    columns_said,
    preview_differences,
    preview_rows,
    preview_sheets,
)
from evidence.registers.write import register_csv, register_xlsx
from evidence.scope import portfolio_in_scope

from .common import SignedIn, posted

A_PAGE = 100


def portfolio_of_register(user: User, service: str, standard: str, uuid: UUID) -> Portfolio:
    """The portfolio, with the register that waits for it as `.waiting`. Raises Http404."""
    portfolio = portfolio_in_scope(user, service, standard)
    uploads = RegisterUpload.objects.select_related("by")
    waiting = get_object_or_404(uploads, portfolio=portfolio, uuid=uuid)
    waiting.portfolio = portfolio
    portfolio.waiting = waiting  # type: ignore[attr-defined]
    return portfolio


def _with_register(
    view: Callable[..., HttpResponse],
) -> Callable[[SignedIn, Portfolio], HttpResponse]:
    """Where it is done already the list of imports says so."""

    @wraps(view)
    def told(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
        try:
            return view(request, portfolio.waiting)  # type: ignore[attr-defined]
        except AlreadyDone:
            messages.error(request, _("This register was confirmed or dropped in the meantime."))
            return _to("imports", portfolio)

    return told


def _to(page: str, portfolio: Portfolio, *rest: object) -> HttpResponseRedirect:
    return redirect(f"evidence:{page}", portfolio.service.slug, portfolio.standard.slug, *rest)


@serves("evidence.change_portfolio", portfolio_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    """Send a register; nothing of it reaches the evidence yet."""
    form = RegisterForm(posted(request), request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        name = base_name(str(file.name))[:255] or _("Untitled")
        try:
            upload = hold_register(
                portfolio=portfolio, source_name=name, data=file.read(), by=request.user
            )
        except ImportRefused as refused:
            form.add_error("file", str(refused))
        else:
            return _to("check_register", portfolio, upload.uuid)
    uploads = RegisterUpload.objects.filter(portfolio=portfolio).defer("sheets", "columns")
    waiting = uploads.select_related("by")[:20]
    context = {"portfolio": portfolio, "form": form, "waiting": waiting, "nav": "imports"}
    return render(request, "evidence/register_new.html", context)


@serves("evidence.change_portfolio", portfolio_of_register)
@require_safe
@_with_register
def check(request: SignedIn, upload: RegisterUpload) -> HttpResponse:
    """What would happen row by row, and which column is taken as what."""
    chosen = choice_of(upload)
    context: dict[str, Any] = {
        "portfolio": upload.portfolio,
        "upload": upload,
        "sheets": preview_sheets(chosen),
        "choices": Column.choices,
        "nav": "imports",
    }
    try:
        plan = plan_of(upload, chosen, request.user)
    except ImportRefused as refused:
        context["refusals"] = [problem.message for problem in refused.problems]
        return render(request, "evidence/register_check.html", context)
    rows = preview_rows(plan)
    parts: dict[str, list[Any]] = {
        "": rows,
        "changes": [row for row in rows if row.changes],
        "warnings": [row for row in rows if row.warnings],
        "differences": preview_differences(plan),
    }
    show = request.GET.get("show", "")
    show = show if show in parts else ""
    page = Paginator(parts[show], A_PAGE).get_page(request.GET.get("page"))
    context |= {
        "plan": plan,
        "counts": plan.counts(),
        "warning_count": len(plan.register.notes),
        "sizes": {name or "all": len(part) for name, part in parts.items()},
        "show": show,
        "page_obj": page,
    }
    return render(request, "evidence/register_check.html", context)


@serves("evidence.change_portfolio", portfolio_of_register)
@require_POST
@_with_register
def columns(request: SignedIn, upload: RegisterUpload) -> HttpResponse:
    """Take the columns for what the officer says they are."""
    try:
        said = columns_said(choice_of(upload), request.POST.dict())
    except ValueError as twice:
        messages.error(
            request,
            _("“%(name)s” is chosen for two columns of a sheet. Choose it once.") % {"name": twice},
        )
    else:
        choose_columns(upload=upload, columns=said)
        messages.success(request, _("The register was read again with these columns."))
    return _to("check_register", upload.portfolio, upload.uuid)


@serves("evidence.change_portfolio", portfolio_of_register)
@require_POST
@_with_register
def choose(request: SignedIn, upload: RegisterUpload) -> HttpResponse:
    """Keep which of the differences shown are ticked."""
    shown, ticked = request.POST.getlist("shown"), request.POST.getlist("take")
    choose_differences(upload=upload, shown=shown, ticked=ticked)
    messages.success(request, _("Saved what is taken from the register."))
    page = _to("check_register", upload.portfolio, upload.uuid)
    following = request.POST.get("next_page", "")
    if following.isdecimal():
        return redirect(f"{page.url}?show=differences&page={following}")
    return page


@serves("evidence.change_portfolio", portfolio_of_register)
@require_POST
@_with_register
def confirm(request: SignedIn, upload: RegisterUpload) -> HttpResponse:
    """Write it, if it still does what was shown."""
    try:
        seen = request.POST.get("seen", "")
        kept = confirm_register(upload=upload, seen=seen, by=request.user)
    except (ChangedSince, ChangedMeanwhile, CodeTaken, ImportRefused):
        messages.error(
            request,
            _(
                "Nothing was imported: the evidence, or the columns, have changed since you saw "
                "this page. It is up to date now. Check it again."
            ),
        )
        return _to("check_register", upload.portfolio, upload.uuid)
    if kept is None:
        messages.success(request, _("Nothing was imported: everything was there already."))
        return _to("imports", upload.portfolio)
    messages.success(request, _("Imported %(name)s.") % {"name": kept.source_name})
    return _to("import", upload.portfolio, kept.pk)


@serves("evidence.change_portfolio", portfolio_of_register)
@require_POST
@_with_register
def drop(request: SignedIn, upload: RegisterUpload) -> HttpResponse:
    """Forget it; the evidence is as it was."""
    drop_register(upload=upload)
    messages.success(
        request, _("Dropped %(name)s. Nothing was imported.") % {"name": upload.source_name}
    )
    return _to("imports", upload.portfolio)


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def export_csv(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    return _attached(request, portfolio, register_csv(portfolio), CSV_TYPE, "csv")


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def export_xlsx(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    return _attached(request, portfolio, register_xlsx(portfolio), XLSX_TYPE, "xlsx")


def _attached(
    request: SignedIn, portfolio: Portfolio, data: bytes, media_type: str, ending: str
) -> HttpResponse:
    if request.method == "GET":
        record_export(portfolio=portfolio, by=request.user, as_format=ending.upper())
    day = timezone.localdate().isoformat()
    name = f"{portfolio.service.slug}-evidence-{day}.{ending}"
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type=media_type, headers=headers)
