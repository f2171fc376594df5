"""What each import did, and every warning it gave."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import serves
from evidence.models import Portfolio, SummaryImport
from evidence.scope import import_in_scope, portfolio_in_scope

from .common import SignedIn

A_PAGE = 50
WARNINGS_A_PAGE = 100


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def imports(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    rows = (
        SummaryImport.objects.filter(portfolio=portfolio)
        .select_related("by")
        .annotate(warning_count=Count("warnings"))
        .order_by("-at", "-pk")
    )
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    may_import = request.user.has_perm("evidence.change_portfolio", portfolio)
    waiting = portfolio.pending_imports.defer("data").select_related("by")
    registers = portfolio.register_uploads.defer("sheets", "columns").select_related("by")
    context = {
        "portfolio": portfolio,
        "page_obj": page,
        "may_import": may_import,
        "waiting": list(waiting) if may_import else [],
        "registers": list(registers) if may_import else [],
        "nav": "imports",
    }
    return render(request, "evidence/import_list.html", context)


@serves("evidence.view_import", import_in_scope)
@require_safe
def summary_import(request: SignedIn, found: SummaryImport) -> HttpResponse:
    kinds = list(found.warnings.order_by("code").values_list("code").annotate(number=Count("pk")))
    chosen = request.GET.get("kind", "")
    chosen = chosen if chosen in dict(kinds) else ""
    warnings = found.warnings.filter(code=chosen) if chosen else found.warnings.all()
    page = Paginator(warnings, WARNINGS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "portfolio": found.portfolio,
        "import": found,
        "kinds": kinds,
        "chosen": chosen,
        "changed": _sum_of(found, "updated"),
        "unchanged": _sum_of(found, "unchanged"),
        "warning_count": sum(number for _kind, number in kinds),
        "page_obj": page,
        "nav": "imports",
    }
    return render(request, "evidence/import_detail.html", context)


def _sum_of(found: SummaryImport, outcome: str) -> int:
    return sum(found.counts.get(outcome, {}).values())
