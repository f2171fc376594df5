"""Documents read on screen, and their tables for spreadsheets."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.access import serves
from assessments.models import Assessment
from assessments.queries import visit_before
from assessments.scope import assessment_for_assessor
from assessments.views.desk_frame import once_submitted
from evidence.models import Portfolio
from evidence.scope import portfolio_in_scope
from evidence.views.common import SignedIn

from ..actions import record_document_taken, record_screen_read
from ..kinds import Kind
from ..spreadsheets import CSV_TYPE, XLSX_TYPE, as_csv, as_workbook
from ..subject import Subject
from .refusing import says_why
from .shelf import Shelf, shelf_of_assessor, shelf_of_service, subject_asked_for


@serves("assessments.print_documents", portfolio_in_scope)
@require_safe
def document_screen(request: SignedIn, portfolio: Portfolio, report: str) -> HttpResponse:
    subject = subject_asked_for(portfolio, request.GET)
    return _screen(request, shelf_of_service(portfolio), subject, report)


@serves("assessments.print_documents", portfolio_in_scope)
@require_safe
def document_workbook(request: SignedIn, portfolio: Portfolio, report: str) -> HttpResponse:
    subject = subject_asked_for(portfolio, request.GET)
    return _workbook(request, shelf_of_service(portfolio), subject, report)


@serves("assessments.print_documents", portfolio_in_scope)
@require_safe
def document_table(
    request: SignedIn, portfolio: Portfolio, report: str, table: str
) -> HttpResponse:
    subject = subject_asked_for(portfolio, request.GET)
    return _table(request, shelf_of_service(portfolio), subject, report, table)


@serves("assessments.assess", assessment_for_assessor)
@require_safe
@once_submitted
def desk_document_screen(request: SignedIn, assessment: Assessment, report: str) -> HttpResponse:
    subject = Subject(assessment, by_assessor=True)
    return _screen(request, shelf_of_assessor(assessment), subject, report)


@serves("assessments.assess", assessment_for_assessor)
@require_safe
@once_submitted
def desk_document_workbook(request: SignedIn, assessment: Assessment, report: str) -> HttpResponse:
    subject = Subject(assessment, by_assessor=True)
    return _workbook(request, shelf_of_assessor(assessment), subject, report)


@serves("assessments.assess", assessment_for_assessor)
@require_safe
@once_submitted
def desk_document_table(
    request: SignedIn, assessment: Assessment, report: str, table: str
) -> HttpResponse:
    subject = Subject(assessment, by_assessor=True)
    return _table(request, shelf_of_assessor(assessment), subject, report, table)


@says_why
def _screen(request: SignedIn, shelf: Shelf, subject: Subject, report: str) -> HttpResponse:
    kind = shelf.kind(report)
    if kind.page:
        return redirect(_with(shelf.address(kind.page), _both(subject)))
    if not kind.screen:
        raise Http404
    content = kind.build(subject)
    if request.method == "GET":
        record_screen_read(subject=subject, report=kind.code, by=request.user)
    query = request.GET.urlencode()
    context = shelf.context | {
        "shelf": shelf,
        "assessment": subject.assessment,
        "subject": subject,
        "kind": kind,
        "paper": content,
        "make_url": shelf.address("make_document", report),
        "shelf_fields": request.GET.items(),
        "workbook_url": _with(shelf.address("document_workbook", report), query),
        "tables": [
            {"table": each, "url": _with(shelf.address("document_table", report, each.code), query)}
            for each in kind.tables(content)
        ],
    }
    return render(request, kind.screen, context)


def _both(subject: Subject) -> str:
    """The two visits, as the page that compares them is asked for them."""
    before = subject.compared_with or visit_before(subject.assessment)
    return f"a={before.pk}&b={subject.assessment.pk}" if before else ""


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address


@says_why
def _workbook(request: SignedIn, shelf: Shelf, subject: Subject, report: str) -> HttpResponse:
    kind = shelf.kind(report)
    content = kind.build(subject)
    tables = kind.tables(content)
    if not tables:
        raise Http404
    _record(request, subject, kind, "XLSX")
    return _file(as_workbook(tables, content), XLSX_TYPE, _name(kind, subject, "xlsx"))


@says_why
def _table(
    request: SignedIn, shelf: Shelf, subject: Subject, report: str, table: str
) -> HttpResponse:
    kind = shelf.kind(report)
    for each in kind.tables(kind.build(subject)):
        if each.code == table:
            _record(request, subject, kind, "CSV")
            return _file(as_csv(each), CSV_TYPE, _name(kind, subject, "csv", table))
    raise Http404


def _record(request: SignedIn, subject: Subject, kind: Kind, as_format: str) -> None:
    if request.method == "GET":
        record_document_taken(
            subject=subject, report=kind.code, as_format=as_format, by=request.user
        )


def _name(kind: Kind, subject: Subject, suffix: str, *more: str) -> str:
    parts: list[Any] = [kind.name, *more, subject.assessment.portfolio.service.slug]
    return f"{slugify(' '.join(map(str, parts)))}.{suffix}"


def _file(body: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
