"""What assessments hold about people: what they rated, wrote, signed, asked for and look after."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.personal import Tie, holds_rows, keeps_copies, objects_to_erasure, ties
from assessments.enums import State
from assessments.models import (
    Assessment,
    ClauseAssessment,
    Draft,
    ElementAssessment,
    EvidenceRequest,
    Improvement,
    ImprovementUpdate,
    PrivateNote,
    ReportFile,
    ReportText,
    RequestEntry,
)
from evidence.models import ReaderGrant

PLACE = "portfolio__service__organisation"
OF_VISIT = f"assessment__{PLACE}"
OF_ROW = f"row__{OF_VISIT}"
VISIT = ("assessment__label", _("Assessment"))
ELEMENT = ("element__code", _("Element"))
ROW_ELEMENT = ("row__element__code", _("Element"))
ROW_VISIT = ("row__assessment__label", _("Assessment"))


def signers_of(organisation: Organisation) -> Iterable[int]:
    """Whoever signed an assessment of the organisation."""
    signed = Assessment.objects.filter(completed_by__isnull=False, **{PLACE: organisation})
    return signed.values_list("completed_by", flat=True)


ties(Tie(people_of=signers_of, organisations_of=lambda user: ()))


@objects_to_erasure
def open_assessments(user: User) -> Iterable[str]:
    """Assessments that they rate or will sign, which nobody has completed."""
    access = ReaderGrant.objects.lasting().filter(reader=user)
    visits = Assessment.objects.exclude(state=State.COMPLETED).filter(
        Q(snapshot__in=access.values("snapshot")) | Q(elements__accepted_by=user)
    )
    for visit in visits.select_related("portfolio__service").distinct():
        yield say(
            "They assess %(service)s, %(label)s, which is not completed. Let another assessor "
            "complete it first, or withdraw their access."
        ) % {"service": visit.portfolio.service, "label": visit.label}


@keeps_copies
def documents_that_name(user: User, organisation: Organisation) -> Iterable[str]:
    """Issued documents and packs of visits in which the person had a part: they are records as
    they were issued, and their words are not searched."""
    had_a_part = (
        Q(assessment__completed_by=user)
        | Q(assessment__submitted_by=user)
        | Q(assessment__elements__owner=user)
        | Q(assessment__elements__accepted_by=user)
        | Q(asked_by=user)
    )
    issued = ReportFile.objects.filter(
        had_a_part, issue_number__isnull=False, **{OF_VISIT: organisation}
    ).select_related("assessment")
    for each in issued.distinct().order_by("assessment", "report", "issue_number"):
        yield say("%(report)s of %(label)s, issue %(issue)s") % {
            "report": each.report.capitalize(),
            "label": each.assessment.label,
            "issue": each.issue_number,
        }


@keeps_copies
def signatures(user: User, organisation: Organisation) -> Iterable[str]:
    """Signatures under completed assessments: the record of who judged stays."""
    signed = Assessment.objects.filter(
        completed_by=user, completed_at__isnull=False, **{PLACE: organisation}
    )
    for each in signed:
        yield say("The signature under %(label)s: %(name)s") % {
            "label": each.label,
            "name": each.signed_name,
        }


holds_rows(
    "assessments.submitted",
    _("Assessments they submitted"),
    Assessment,
    "submitted_by",
    columns=("label", "submitted_at"),
    organisation=PLACE,
)
holds_rows(
    "assessments.signed",
    _("Assessments they signed"),
    Assessment,
    "completed_by",
    columns=("label", "completed_at", "signed_name", "signed_on", "statement"),
    organisation=PLACE,
)
holds_rows(
    "assessments.disposed",
    _("Assessments whose texts they deleted"),
    Assessment,
    "disposed_by",
    columns=("label", "disposed_at", "disposed_rule"),
    organisation=PLACE,
)
holds_rows(
    "assessments.prepared",
    _("Elements they prepare"),
    ElementAssessment,
    "owner",
    columns=(VISIT, ELEMENT, "due_on", "commentary"),
    organisation=OF_VISIT,
)
holds_rows(
    "assessments.approvals",
    _("Elements they sent for approval or decided on"),
    ElementAssessment,
    "approval_by",
    columns=(VISIT, ELEMENT, "approval", "approval_reason", "approval_at"),
    organisation=OF_VISIT,
)
holds_rows(
    "assessments.ratings",
    _("Elements they rated and accepted"),
    ElementAssessment,
    "accepted_by",
    columns=(VISIT, ELEMENT, ("rating__name", _("Rating")), "finding", "accepted_at"),
    organisation=OF_VISIT,
)
holds_rows(
    "assessments.parts",
    _("Parts of elements they accepted"),
    ClauseAssessment,
    "accepted_by",
    columns=(ROW_VISIT, ROW_ELEMENT, ("clause__code", _("Part")), "accepted_at"),
    organisation=OF_ROW,
)
holds_rows(
    "assessments.report_texts",
    _("Parts of reports they wrote"),
    ReportText,
    "written_by",
    columns=(VISIT, "part", "text", "set_aside", "written_at"),
    organisation=OF_VISIT,
)
holds_rows(
    "assessments.drafts",
    _("What they typed and have not saved"),
    Draft,
    "writer",
    columns=("half", ("fields", _("What they typed")), "saved_at"),
    organisation=None,
    erased=True,
)
holds_rows(
    "assessments.notes",
    _("Private notes"),
    PrivateNote,
    "author",
    columns=(ROW_VISIT, ROW_ELEMENT, "text", "updated_at"),
    organisation=None,
    erased=True,
)
holds_rows(
    "assessments.improvements",
    _("Improvements they look after"),
    Improvement,
    "owner",
    columns=(ROW_VISIT, ROW_ELEMENT, "text", "due_on", "progress"),
    organisation=OF_ROW,
)
holds_rows(
    "assessments.improvement_reports",
    _("What they reported on improvements"),
    ImprovementUpdate,
    "by",
    columns=(
        ("improvement__row__element__code", _("Element")),
        "progress",
        "text",
        "at",
    ),
    organisation=f"improvement__{OF_ROW}",
)
holds_rows(
    "assessments.documents",
    _("Documents they asked for"),
    ReportFile,
    "asked_by",
    columns=(VISIT, "report", "issue_number", "asked_at"),
    organisation=OF_VISIT,
)
holds_rows(
    "assessments.requests",
    _("Evidence they asked for"),
    EvidenceRequest,
    "asked_by",
    columns=(ROW_VISIT, ROW_ELEMENT, "item_code", "state", "asked_at"),
    organisation=OF_ROW,
)
holds_rows(
    "assessments.request_steps",
    _("What they wrote in requests for evidence"),
    RequestEntry,
    "by",
    columns=(("request__row__element__code", _("Element")), "state", "text", "codes", "at"),
    organisation=f"request__{OF_ROW}",
)
