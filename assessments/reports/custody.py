"""Whether every issued document is there and is the one that was issued."""

from dataclasses import replace
from typing import Any

from django.core.files.storage import storages
from django.db.models import OuterRef, Subquery

from accounts.models import HistoryEntry, HistoryText
from assessments.custody import IssuedFinding
from assessments.guards import missing_guards
from assessments.models import Assessment, ReportFile
from evidence.custody import Custody, sha256_of
from evidence.intake.keys import BATCH

from .kinds import KINDS

UNKNOWN = "the history does not know it"
NOT_AS_SEALED = "its record is not the one that the history has"
NO_RECORD = "the history has it and the database no longer does"
UNGUARDED = "their guards in the database are missing: run migrate"


def check_issued(custody: Custody) -> None:
    """Hash every issued document again, and compare its record with the history.

    Adds what it finds to the lists that are there; a statement for each batch and four more.
    """
    sealed, last = _sealed(), 0
    issued = ReportFile.objects.filter(issue_number__isnull=False).select_related(
        "assessment__portfolio__service"
    )
    while batch := list(issued.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for file in batch:
            _check(file, sealed.pop(str(file.uuid), None), custody)
        last = batch[-1].pk
    _say_what_lacks_its_row(sealed, custody)
    if missing_guards():
        title = "Issued documents"
        custody.unreadable.append(IssuedFinding("", "", title, "", reason=UNGUARDED))


def _sealed() -> dict[str, dict[str, Any]]:
    """The words with which the history tells of each issue, by the document's own number."""
    text = HistoryText.objects.filter(entry_sequence=OuterRef("sequence")).values("words")[:1]
    entries = HistoryEntry.objects.filter(verb="assessments.document_issued")
    told = entries.annotate(words=Subquery(text)).values_list("assessment_id", "words")
    return {
        words["document"]: words | {"assessment": assessment}
        for assessment, words in told
        if words and "document" in words
    }


def _check(file: ReportFile, words: dict[str, Any] | None, custody: Custody) -> None:
    finding = _finding(file)
    if file.is_disposed:
        if reason := _quarrel(file, words):
            custody.altered.append(replace(finding, reason=reason))
        else:
            custody.disposed += 1
        return
    custody.checked += 1
    try:
        current = sha256_of(storages["reports"], file.storage_key)
    except Exception as error:  # each kind of storage raises errors of its own
        custody.unreadable.append(replace(finding, reason=str(error)))
        return
    if current is None:
        custody.missing.append(finding)
    elif current != file.sha256:
        custody.altered.append(finding)
    elif reason := _quarrel(file, words):
        custody.altered.append(replace(finding, reason=reason))


def _quarrel(file: ReportFile, words: dict[str, Any] | None) -> str:
    """What the history says otherwise than the row."""
    if words is None:
        return UNKNOWN
    told = (words["sha256"], words["issue"], words["assessment"])
    is_same = told == (file.sha256, file.issue_number, file.assessment_id)
    return "" if is_same else NOT_AS_SEALED


def _finding(file: ReportFile) -> IssuedFinding:
    return IssuedFinding(
        storage_key=file.storage_key,
        file_name="",
        title=str(KINDS[file.report].name) if file.report in KINDS else file.report,
        service=file.assessment.portfolio.service.name,
        issue=file.issue_number,
        assessment=file.assessment.label,
        document=str(file.uuid),
    )


def _say_what_lacks_its_row(sealed: dict[str, dict[str, Any]], custody: Custody) -> None:
    assessments = Assessment.objects.select_related("portfolio__service").in_bulk(
        {words["assessment"] for words in sealed.values()}
    )
    for document, words in sealed.items():
        assessment = assessments.get(words["assessment"])
        finding = IssuedFinding(
            storage_key="",
            file_name="",
            title=words["report"],
            service=assessment.portfolio.service.name if assessment else "",
            reason=NO_RECORD,
            issue=words["issue"],
            assessment=assessment.label if assessment else "",
            document=document,
        )
        custody.missing.append(finding)
