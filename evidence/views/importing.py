"""Reading a summary in: sent, looked at, put right, and confirmed in one step."""

from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import serves
from evidence.actions import CodeTaken
from evidence.forms_imports import CodeForm, RowForm, SummaryForm
from evidence.imports.corrections import Row, rows_of
from evidence.imports.pending import (
    AlreadyDone,
    ChangedSince,
    Reading,
    abandon_import,
    choose_differences,
    codes_of,
    confirm_import,
    correct_code,
    correct_row,
    hold_summary,
    line_to_correct,
    lines_of,
    plan_of,
    reading_of,
)
from evidence.imports.preview import (
    placed_problems,
    placed_warnings,
    preview_rows,
    surroundings,
)
from evidence.imports.report import ImportRefused, UnreadableEvidence
from evidence.intake.names import base_name
from evidence.models import PendingImport, Portfolio
from evidence.scope import pending_in_scope, portfolio_in_scope

from .common import SignedIn, posted

A_PAGE = {"evidence": 250, "differences": 100, "warnings": 50}


def _tells(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Where it is done already, or cannot be read any more, the list of imports says so."""

    @wraps(view)
    def told(request: SignedIn, pending: PendingImport, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, pending, **kwargs)
        except AlreadyDone:
            messages.error(request, _("This import was confirmed or dropped in the meantime."))
        except UnreadableEvidence:
            messages.error(request, _("Put the codes right first."))
            return _to("check_import", pending.portfolio, pending.pk)
        except ImportRefused as refused:
            messages.error(request, str(refused))
        return _to("imports", pending.portfolio)

    return told


def _to(page: str, portfolio: Portfolio, *rest: object) -> HttpResponseRedirect:
    slugs = (portfolio.service.slug, portfolio.standard.slug)
    return redirect(f"evidence:{page}", *slugs, *rest)


@serves("evidence.change_portfolio", portfolio_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def new_import(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    """Send a summary; nothing of it reaches the evidence yet."""
    form = SummaryForm(posted(request), request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            pending = hold_summary(
                portfolio=portfolio,
                source_name=base_name(str(file.name))[:255] or _("Untitled"),
                data=file.read(),
                by=request.user,
            )
        except ImportRefused as refused:
            form.refuse(refused)
        else:
            return _to("check_import", portfolio, pending.pk)
    context = {"portfolio": portfolio, "form": form, "nav": "imports"}
    return render(request, "evidence/import_new.html", context)


@serves("evidence.confirm_import", pending_in_scope)
@require_safe
@_tells
def check_import(request: SignedIn, pending: PendingImport) -> HttpResponse:
    """What would happen, in three parts: the evidence, the differences, the warnings."""
    try:
        reading = reading_of(pending)
    except UnreadableEvidence as refused:
        return _unreadable(request, pending, refused)
    plan = plan_of(pending, reading, request.user)
    show = request.GET.get("show", "")
    show = show if show in A_PAGE else "evidence"
    kinds = Counter(each.code for each in reading.parsed.warnings)
    chosen = request.GET.get("kind", "")
    chosen = chosen if chosen in kinds else ""
    parts: dict[str, Callable[[], list[Any]]] = {
        "evidence": lambda: preview_rows(reading, plan),
        "differences": lambda: plan.differences,
        "warnings": lambda: placed_warnings(reading, chosen),
    }
    page = Paginator(parts[show](), A_PAGE[show]).get_page(request.GET.get("page"))
    context = {
        "portfolio": pending.portfolio,
        "pending": pending,
        "plan": plan,
        "counts": plan.counts(),
        "taken": {each.key for each in plan.taken},
        "kinds": sorted(kinds.items()),
        "chosen": chosen,
        "warning_count": kinds.total(),
        "show": show,
        "page_obj": page,
        "nav": "imports",
    }
    return render(request, "evidence/import_check.html", context)


def _unreadable(
    request: SignedIn, pending: PendingImport, refused: UnreadableEvidence
) -> HttpResponse:
    """What keeps it from being read, each at its line, where it is put right."""
    problems = placed_problems(refused, lines_of(pending))
    page = Paginator(problems, A_PAGE["warnings"]).get_page(request.GET.get("page"))
    context = {
        "portfolio": pending.portfolio,
        "pending": pending,
        "problem_count": len(problems),
        "page_obj": page,
        "nav": "imports",
    }
    return render(request, "evidence/import_unreadable.html", context)


@serves("evidence.confirm_import", pending_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
@_tells
def correct_line(request: SignedIn, pending: PendingImport, line: int) -> HttpResponse:
    """The code of one line, and of all others that print the same."""
    coded, grammar = line_to_correct(pending, line)
    if coded is None:
        raise Http404
    now = codes_of(pending).get(line, coded.code)
    initial = {"code": now, "everywhere": bool(coded.others)}
    form = CodeForm(posted(request), coded=coded, grammar=grammar, initial=initial)
    if form.is_valid():
        code = form.cleaned_data["code"]
        correct_code(pending=pending, lines=form.lines, code=code, printed=coded.code)
        messages.success(
            request,
            _("Line %(line)s is read with the code %(code)s.") % {"line": line, "code": code},
        )
        return _to("check_import", pending.portfolio, pending.pk)
    context = {
        "portfolio": pending.portfolio,
        "pending": pending,
        "coded": coded,
        "now": now,
        "lines": surroundings(lines_of(pending))(line),
        "form": form,
        "nav": "imports",
    }
    return render(request, "evidence/import_line.html", context)


@serves("evidence.confirm_import", pending_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
@_tells
def correct_import(request: SignedIn, pending: PendingImport, row: int) -> HttpResponse:
    """One row of the document: its title, its place, or that it is left out."""
    reading = reading_of(pending)
    rows = rows_of(reading.parsed)
    if not 1 <= row <= len(rows):
        raise Http404
    form = _row_form(request, reading, rows, rows[row - 1])
    if form.is_valid():
        read = {item.code: item.title for item in reading.parsed.evidence}[form.row.code]
        title = form.cleaned_data["title"]
        correct_row(
            pending=pending,
            row=form.row,
            to=form.correction(),
            title="" if title == read else title,
        )
        messages.success(request, _("Saved %(code)s.") % {"code": form.row.code})
        return _to("check_import", pending.portfolio, pending.pk)
    context = {
        "portfolio": pending.portfolio,
        "pending": pending,
        "row": form.row,
        "lines": surroundings(reading.lines)(form.row.line),
        "form": form,
        "nav": "imports",
    }
    return render(request, "evidence/import_row.html", context)


def _row_form(request: SignedIn, reading: Reading, rows: list[Row], row: Row) -> RowForm:
    of = reading.corrections.of
    item = next(each for each in reading.parsed.evidence if each.code == row.code)
    others = [each for each in rows if each.code == row.code and each.key != row.key]
    return RowForm(
        posted(request),
        row=row,
        elements=reading.elements,
        taken={(of(each).element, row.code) for each in others if not of(each).left_out},
        corporate=item.scope == "corporate",
        places=len(others) + 1,
        initial={
            "include": not of(row).left_out,
            "title": reading.corrections.titles.get(row.code, item.title),
            "element": of(row).element,
            "status": of(row).status,
        },
    )


@serves("evidence.confirm_import", pending_in_scope)
@require_POST
@_tells
def choose_import(request: SignedIn, pending: PendingImport) -> HttpResponse:
    """Keep which of the differences shown are ticked."""
    _choose(request, pending)
    messages.success(request, _("Saved what is taken from the document."))
    page = _to("check_import", pending.portfolio, pending.pk)
    following = request.POST.get("next_page", "")
    return (
        redirect(f"{page.url}?show=differences&page={following}") if following.isdigit() else page
    )


def _choose(request: SignedIn, pending: PendingImport) -> None:
    shown, ticked = request.POST.getlist("shown"), request.POST.getlist("take")
    choose_differences(pending=pending, shown=shown, ticked=ticked)


@serves("evidence.confirm_import", pending_in_scope)
@require_POST
@_tells
def confirm(request: SignedIn, pending: PendingImport) -> HttpResponse:
    """Write it, if it still does what was shown."""
    try:
        kept = confirm_import(pending=pending, by=request.user, seen=request.POST.get("seen", ""))
    except (ChangedSince, CodeTaken):
        messages.error(
            request,
            _(
                "Nothing was imported: the evidence, or what is taken of the document, has "
                "changed since you saw this page. It is up to date now. Check it again."
            ),
        )
        return _to("check_import", pending.portfolio, pending.pk)
    if kept is None:
        messages.success(request, _("Nothing was imported: everything was there already."))
        return _to("imports", pending.portfolio)
    messages.success(request, _("Imported %(name)s.") % {"name": kept.source_name})
    return _to("import", pending.portfolio, kept.pk)


@serves("evidence.confirm_import", pending_in_scope)
@require_POST
@_tells
def abandon(request: SignedIn, pending: PendingImport) -> HttpResponse:
    """Drop it; the evidence is as it was."""
    abandon_import(pending=pending)
    messages.success(
        request, _("Dropped %(name)s. Nothing was imported.") % {"name": pending.source_name}
    )
    return _to("imports", pending.portfolio)
