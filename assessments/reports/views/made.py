"""Documents asked for, waited for and opened."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import serves
from assessments.models import Assessment, ReportFile
from assessments.scope import assessment_for_assessor
from assessments.views.desk_frame import once_submitted
from evidence.intake.store import link_to_stored
from evidence.models import Portfolio
from evidence.scope import portfolio_in_scope
from evidence.views.common import SignedIn
from evidence.views.serving import Bytes, begins_reading, serve_bytes

from ..actions import ask_for_report, record_document_read, see_document
from ..fulfil import is_still_true
from ..kinds import KINDS, PDF
from ..subject import Subject
from .groups import grouped, in_groups
from .refusing import says_why
from .shelf import Shelf, shelf_of_assessor, shelf_of_service, subject_asked_for
from .visits import Visits, visits_of

A_PAGE = 20


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def documents(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    visits = visits_of(portfolio, request.GET.get("visit", ""))
    return _list(request, shelf_of_service(portfolio), visits)


@serves("assessments.print_documents", portfolio_in_scope)
@require_POST
def make_document(request: SignedIn, portfolio: Portfolio, report: str) -> HttpResponse:
    subject = subject_asked_for(portfolio, request.POST)
    return _make(request, shelf_of_service(portfolio), subject, report)


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def document(request: SignedIn, portfolio: Portfolio, uuid: UUID) -> HttpResponse:
    return _show(request, shelf_of_service(portfolio), uuid)


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def document_file(request: SignedIn, portfolio: Portfolio, uuid: UUID) -> HttpResponseBase:
    return _serve(request, shelf_of_service(portfolio), uuid)


@serves("assessments.assess", assessment_for_assessor)
@require_safe
@once_submitted
def desk_documents(request: SignedIn, assessment: Assessment) -> HttpResponse:
    return _list(request, shelf_of_assessor(assessment), Visits(assessment))


@serves("assessments.assess", assessment_for_assessor)
@require_POST
@once_submitted
def desk_make_document(request: SignedIn, assessment: Assessment, report: str) -> HttpResponse:
    subject = Subject(assessment, by_assessor=True)
    return _make(request, shelf_of_assessor(assessment), subject, report)


@serves("assessments.assess", assessment_for_assessor)
@require_safe
@once_submitted
def desk_document(request: SignedIn, assessment: Assessment, uuid: UUID) -> HttpResponse:
    return _show(request, shelf_of_assessor(assessment), uuid)


@serves("assessments.assess", assessment_for_assessor)
@require_safe
@once_submitted
def desk_document_file(request: SignedIn, assessment: Assessment, uuid: UUID) -> HttpResponseBase:
    return _serve(request, shelf_of_assessor(assessment), uuid)


def _list(request: SignedIn, shelf: Shelf, visits: Visits) -> HttpResponse:
    files = shelf.files.filter(assessment=visits.asked_for) if visits.asked_for else shelf.files
    page = Paginator(in_groups(files), A_PAGE).get_page(request.GET.get("page"))
    documents = [shelf.document(file) for file in page]
    context = shelf.context | {
        "shelf": shelf,
        "assessment": visits.chosen,
        "visits": visits,
        "offered": shelf.offered(visits),
        "page_obj": page,
        "groups": grouped(documents),
        "is_waiting": any(document["is_waiting"] for document in documents),
    }
    return render(request, "assessments/document_list.html", context)


@says_why
def _make(request: SignedIn, shelf: Shelf, subject: Subject, report: str) -> HttpResponse:
    kind = shelf.kind(report)
    file = ask_for_report(subject=subject, report=kind.code, by=request.user)
    if file.is_ready:
        messages.info(request, _("Nothing has changed since this one was made."))
    return redirect(shelf.document(file)["url"])


def _show(request: SignedIn, shelf: Shelf, uuid: UUID) -> HttpResponse:
    file = shelf.find(uuid)
    see_document(file=file, by=request.user)
    # What a pack says is every file of a portfolio: that is looked at when somebody asks.
    is_checked = (
        file.is_ready
        and not file.is_disposed
        and (bool(KINDS[file.report].paper) or "check" in request.GET)
    )
    context = shelf.context | {
        "shelf": shelf,
        "assessment": file.assessment,
        "document": shelf.document(file),
        "is_checked": is_checked,
        "is_still_true": is_checked and is_still_true(file),
    }
    return render(request, "assessments/document_detail.html", context)


def _serve(request: SignedIn, shelf: Shelf, uuid: UUID) -> HttpResponseBase:
    """The file, a PDF shown in the browser, or with `?download` to be saved as all else is."""
    file = shelf.find(uuid)
    if not file.is_ready:
        raise Http404
    if file.is_disposed:
        return redirect(shelf.document(file)["url"])
    kind = KINDS[file.report]
    stored = Bytes(
        partial(storages["reports"].open, file.storage_key, "rb"),
        file.size or 0,
        kind.media_type,
        file_name(file),
        inline=kind.media_type == PDF and "download" not in request.GET,
        etag=file.sha256,
        link=link_to_stored(str(file.storage_key), place="reports"),
    )
    response = serve_bytes(request, stored)
    if begins_reading(request, response):
        record_document_read(file=file, by=request.user)
        see_document(file=file, by=request.user)
    return response


def file_name(file: ReportFile) -> str:
    """What the file is called when it is saved."""
    assessment, kind = file.assessment, KINDS[file.report]
    service = assessment.portfolio.service.name
    issue = _(" issue %d") % file.issue_number if file.issue_number else ""
    return get_valid_filename(f"{kind.name} {service} {assessment.label}{issue}{kind.suffix}")
