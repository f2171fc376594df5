"""Addresses of assessments. The last line catches what is left beneath an assessment."""

from django.urls import path, register_converter

from assessments.reports.views import made, report, retention, screens
from assessments.views import (
    access,
    answering,
    approving,
    assessment,
    compare,
    conclude,
    covering,
    desk,
    desk_files,
    desk_requests,
    desk_take_back,
    drafts,
    element,
    histories,
    improvements,
    notes,
    opening,
    overview,
    owners,
    plan,
    requests,
    self_assessment,
    submitting,
    what_if,
)
from assessments.views.common import nothing_here
from criteria.converters import CodeConverter

app_name = "assessments"
register_converter(CodeConverter, "element_code")

PORTFOLIO = "services/<slug:service>/<slug:standard>/"
DESK = "assessments/<int:pk>/"
RETENTION = "organisations/<slug:organisation>/retention/"

urlpatterns = [
    path(RETENTION, retention.retention, name="retention"),
    path(f"{RETENTION}rule", retention.rule, name="retention_rule"),
    path(f"{RETENTION}delete", retention.delete, name="delete_by_retention"),
    path(PORTFOLIO, overview.overview, name="overview"),
    path(f"{PORTFOLIO}elements/<element_code:code>/", element.element, name="element"),
    path(
        f"{PORTFOLIO}elements/<element_code:code>/self-assessment/",
        self_assessment.self_assessment,
        name="self_assessment",
    ),
    path(f"{PORTFOLIO}elements/<element_code:code>/approval/", approving.approval, name="approval"),
    path(f"{PORTFOLIO}elements/<element_code:code>/owner/", owners.owner, name="owner"),
    path(f"{PORTFOLIO}assessment/owners/", owners.owners, name="owners"),
    path(f"{PORTFOLIO}assessment/approval/", approving.approve_many, name="approve_many"),
    path(
        f"{PORTFOLIO}elements/<element_code:code>/draft/",
        drafts.self_assessment_draft,
        name="self_assessment_draft",
    ),
    path(f"{PORTFOLIO}assessment/", assessment.assessment, name="assessment"),
    path(f"{PORTFOLIO}history/", histories.service_history, name="service_history"),
    path(
        f"{PORTFOLIO}assessment/history/", histories.assessment_history, name="assessment_history"
    ),
    path(
        f"{PORTFOLIO}elements/<element_code:code>/history/",
        histories.element_history,
        name="element_history",
    ),
    path(f"{PORTFOLIO}assessment/open/", opening.open_new, name="open"),
    path(f"{PORTFOLIO}assessment/compare/", compare.compare, name="compare"),
    path(f"{PORTFOLIO}assessment/visits/<int:visit>/", compare.visit, name="visit"),
    path(f"{PORTFOLIO}assessment/coverage/", covering.coverage, name="coverage"),
    path(f"{PORTFOLIO}assessment/plan/", plan.plan, name="plan"),
    path(f"{PORTFOLIO}assessment/plan/<slug:kind>/", plan.edit_plan, name="edit_plan"),
    path(f"{PORTFOLIO}assessment/submit/", submitting.submit, name="submit"),
    path(f"{PORTFOLIO}assessment/access/", access.access, name="access"),
    path(f"{PORTFOLIO}assessment/access/<int:grant>/days/", access.days, name="access_days"),
    path(f"{PORTFOLIO}assessment/access/<int:grant>/send/", access.send_again, name="send_again"),
    path(f"{PORTFOLIO}assessment/access/<int:grant>/confirm/", access.confirm, name="confirm"),
    path(f"{PORTFOLIO}assessment/access/<int:grant>/withdraw/", access.withdraw, name="withdraw"),
    path(f"{PORTFOLIO}assessment/requests/", requests.requests, name="requests"),
    path(f"{PORTFOLIO}assessment/requests/<int:number>/", requests.one_request, name="request"),
    path(f"{PORTFOLIO}assessment/requests/<int:number>/answer/", answering.answer, name="answer"),
    path(f"{PORTFOLIO}assessment/what-if/", what_if.what_if, name="what_if"),
    path(f"{PORTFOLIO}improvements/", improvements.improvements, name="improvements"),
    path(f"{PORTFOLIO}improvements/<int:pk>/", improvements.improvement, name="improvement"),
    path(
        f"{PORTFOLIO}improvements/<int:pk>/change/",
        improvements.change,
        name="improvement_change",
    ),
    path(
        f"{PORTFOLIO}improvements/<int:pk>/report/",
        improvements.report,
        name="improvement_report",
    ),
    path(f"{PORTFOLIO}documents/", made.documents, name="documents"),
    path(f"{PORTFOLIO}documents/made/<uuid:uuid>/", made.document, name="document"),
    path(f"{PORTFOLIO}documents/made/<uuid:uuid>/file/", made.document_file, name="document_file"),
    path(f"{PORTFOLIO}documents/<slug:report>/", screens.document_screen, name="document_screen"),
    path(f"{PORTFOLIO}documents/<slug:report>/make/", made.make_document, name="make_document"),
    path(
        f"{PORTFOLIO}documents/<slug:report>/tables.xlsx",
        screens.document_workbook,
        name="document_workbook",
    ),
    path(
        f"{PORTFOLIO}documents/<slug:report>/<slug:table>.csv",
        screens.document_table,
        name="document_table",
    ),
    path(DESK, desk.desk, name="desk"),
    path(f"{DESK}elements/<element_code:code>/", desk.element, name="desk_element"),
    path(f"{DESK}elements/<element_code:code>/rate/", desk.rate, name="rate"),
    path(f"{DESK}elements/<element_code:code>/draft/", drafts.rating_draft, name="rating_draft"),
    path(f"{DESK}elements/<element_code:code>/note/", notes.note, name="note"),
    path(
        f"{DESK}elements/<element_code:code>/take-back/",
        desk_take_back.take_back,
        name="take_back",
    ),
    path(f"{DESK}notes/", notes.notes, name="notes"),
    path(f"{DESK}notes/notes.txt", notes.notes_as_text, name="notes_as_text"),
    path(f"{DESK}notes/notes.csv", notes.notes_as_csv, name="notes_as_csv"),
    path(f"{DESK}elements/<element_code:code>/ask/", desk_requests.ask, name="ask"),
    path(f"{DESK}requests/", desk_requests.requests, name="desk_requests"),
    path(f"{DESK}requests/<int:number>/", desk_requests.one_request, name="desk_request"),
    path(f"{DESK}requests/<int:number>/accept/", desk_requests.accept, name="accept_answer"),
    path(
        f"{DESK}requests/<int:number>/return/",
        desk_requests.return_to_service,
        name="return_answer",
    ),
    path(f"{DESK}requests/<int:number>/withdraw/", desk_requests.withdraw, name="withdraw_request"),
    path(f"{DESK}files/<int:link>/", desk_files.desk_file, name="desk_file"),
    path(f"{DESK}files/<int:link>/view/", desk_files.desk_file_view, name="desk_file_view"),
    path(
        f"{DESK}files/<int:link>/pictures/<uuid:picture>/",
        desk_files.desk_picture,
        name="desk_picture",
    ),
    path(f"{DESK}conclude/", conclude.conclude, name="conclude"),
    path(f"{DESK}report/", report.report, name="report"),
    path(f"{DESK}report/<element_code:part>/", report.report_part, name="report_part"),
    path(f"{DESK}report/<element_code:part>/draft/", report.report_draft, name="report_draft"),
    path(f"{DESK}complete/", conclude.complete, name="complete"),
    path(f"{DESK}reopen/", conclude.reopen, name="reopen"),
    path(f"{DESK}return/", conclude.return_to_service, name="return"),
    path(f"{DESK}documents/", made.desk_documents, name="desk_documents"),
    path(f"{DESK}documents/made/<uuid:uuid>/", made.desk_document, name="desk_document"),
    path(
        f"{DESK}documents/made/<uuid:uuid>/file/",
        made.desk_document_file,
        name="desk_document_file",
    ),
    path(
        f"{DESK}documents/<slug:report>/",
        screens.desk_document_screen,
        name="desk_document_screen",
    ),
    path(
        f"{DESK}documents/<slug:report>/make/",
        made.desk_make_document,
        name="desk_make_document",
    ),
    path(
        f"{DESK}documents/<slug:report>/tables.xlsx",
        screens.desk_document_workbook,
        name="desk_document_workbook",
    ),
    path(
        f"{DESK}documents/<slug:report>/<slug:table>.csv",
        screens.desk_document_table,
        name="desk_document_table",
    ),
    path(f"{DESK}<path:rest>", nothing_here),
]
