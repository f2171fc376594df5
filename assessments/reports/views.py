"""The documents of a service, for the council and for the assessor."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import serves
from assessments.models import Assessment, ReportFile
from assessments.queries import open_or_latest
from assessments.scope import assessment_for_assessor, assessment_in_scope
from assessments.views.desk_frame import desk_frame, not_with_assessor
from evidence.models import Portfolio
from evidence.scope import portfolio_in_scope
from evidence.views.common import SignedIn
from evidence.views.files import SANDBOX

from .actions import ask_for_report
from .make import REPORTS, is_overdue, may_be_asked_again

A_PAGE = 20


@dataclass(frozen=True)
class Shelf:
    """Where documents are looked at from: the service's pages or the assessor's."""

    files: QuerySet[ReportFile]
    address: Callable[..., str]
    list_name: str
    make_name: str
    page_name: str
    file_name: str
    context: dict[str, Any]

    @property
    def list_url(self) -> str:
        return self.address(self.list_name)

    @property
    def make_url(self) -> str:
        return self.address(self.make_name)

    def document(self, file: ReportFile) -> dict[str, Any]:
        """A document as its templates show it."""
        return {
            "file": file,
            "name": REPORTS[file.report].name,
            "url": self.address(self.page_name, file.uuid),
            "file_url": self.address(self.file_name, file.uuid),
            "is_overdue": is_overdue(file),
            "may_be_asked_again": may_be_asked_again(file),
        }

    def find(self, uuid: UUID) -> ReportFile:
        return get_object_or_404(self.files, uuid=uuid)


def shelf_of_service(portfolio: Portfolio) -> Shelf:
    """All documents about the portfolio's assessments."""
    slugs = [portfolio.service.slug, portfolio.standard.slug]
    return Shelf(
        files=_files().filter(assessment__portfolio=portfolio),
        address=lambda name, *more: reverse(f"assessments:{name}", args=[*slugs, *more]),
        list_name="documents",
        make_name="make_document",
        page_name="document",
        file_name="document_file",
        context={"portfolio": portfolio, "nav": "documents"},
    )


def shelf_of_assessor(assessment: Assessment) -> Shelf:
    """The documents about what was submitted; drafts made before that stay with the service."""
    return Shelf(
        files=_files().filter(assessment=assessment, asked_at__gte=assessment.submitted_at),
        address=lambda name, *more: reverse(f"assessments:{name}", args=[assessment.pk, *more]),
        list_name="desk_documents",
        make_name="desk_make_document",
        page_name="desk_document",
        file_name="desk_document_file",
        context=desk_frame(assessment),
    )


def _files() -> QuerySet[ReportFile]:
    return ReportFile.objects.select_related("assessment__portfolio__service", "asked_by")


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def documents(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    return _list(request, shelf_of_service(portfolio), open_or_latest(portfolio))


@serves("assessments.print_summary", assessment_in_scope)
@require_POST
def make_document(request: SignedIn, assessment: Assessment) -> HttpResponse:
    return _make(request, shelf_of_service(assessment.portfolio), assessment)


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def document(request: SignedIn, portfolio: Portfolio, uuid: UUID) -> HttpResponse:
    return _show(request, shelf_of_service(portfolio), uuid)


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def document_file(request: SignedIn, portfolio: Portfolio, uuid: UUID) -> FileResponse:
    return _serve(request, shelf_of_service(portfolio), uuid)


@serves("assessments.assess", assessment_for_assessor)
@require_safe
def desk_documents(request: SignedIn, assessment: Assessment) -> HttpResponse:
    if assessment.is_with_service:
        return not_with_assessor(request, assessment)
    return _list(request, shelf_of_assessor(assessment), assessment)


@serves("assessments.assess", assessment_for_assessor)
@require_POST
def desk_make_document(request: SignedIn, assessment: Assessment) -> HttpResponse:
    if assessment.is_with_service:
        return not_with_assessor(request, assessment)
    return _make(request, shelf_of_assessor(assessment), assessment)


@serves("assessments.assess", assessment_for_assessor)
@require_safe
def desk_document(request: SignedIn, assessment: Assessment, uuid: UUID) -> HttpResponse:
    if assessment.is_with_service:
        return not_with_assessor(request, assessment)
    return _show(request, shelf_of_assessor(assessment), uuid)


@serves("assessments.assess", assessment_for_assessor)
@require_safe
def desk_document_file(request: SignedIn, assessment: Assessment, uuid: UUID) -> HttpResponseBase:
    if assessment.is_with_service:
        return not_with_assessor(request, assessment)
    return _serve(request, shelf_of_assessor(assessment), uuid)


def _list(request: SignedIn, shelf: Shelf, assessment: Assessment | None) -> HttpResponse:
    page = Paginator(shelf.files, A_PAGE).get_page(request.GET.get("page"))
    context = shelf.context | {
        "shelf": shelf,
        "assessment": assessment,
        "page_obj": page,
        "documents": [shelf.document(file) for file in page],
    }
    return render(request, "assessments/document_list.html", context)


def _make(request: SignedIn, shelf: Shelf, assessment: Assessment) -> HttpResponse:
    file = ask_for_report(assessment=assessment, report="summary", by=request.user)
    if file.is_ready:
        messages.info(request, _("Nothing has changed since this one was made."))
    return redirect(shelf.document(file)["url"])


def _show(request: SignedIn, shelf: Shelf, uuid: UUID) -> HttpResponse:
    file = shelf.find(uuid)
    context = shelf.context | {
        "shelf": shelf,
        "assessment": file.assessment,
        "document": shelf.document(file),
    }
    return render(request, "assessments/document_detail.html", context)


def _serve(request: SignedIn, shelf: Shelf, uuid: UUID) -> FileResponse:
    """The PDF, shown in the browser, or with `?download` to be saved."""
    file = shelf.find(uuid)
    if not file.is_ready:
        raise Http404
    try:
        content = storages["reports"].open(file.storage_key, "rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        content,
        as_attachment="download" in request.GET,
        filename=_file_name(file),
        content_type="application/pdf",
    )
    response["Content-Security-Policy"] = SANDBOX
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _file_name(file: ReportFile) -> str:
    assessment = file.assessment
    service = assessment.portfolio.service.name
    return get_valid_filename(f"{REPORTS[file.report].name} {service} {assessment.label}.pdf")
