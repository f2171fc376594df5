"""What the check of stored files found, for an auditor and for other programs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format

from assessments.models import Assessment
from evidence.custody import Cited, Custody, Finding, Orphan
from evidence.enums import LinkStatus

LISTS = ("missing", "altered", "unreadable", "returned")
HEADINGS = {
    "missing": "MISSING: the database names these files and the storage does not have them",
    "altered": "ALTERED: these files are not the ones that were handed in",
    "unreadable": "UNREADABLE: the storage did not give these out",
    "returned": "BACK: these files were destroyed and lie in the storage all the same",
    "orphaned": "ORPHANED: the storage has these files and nothing names them",
}
Holders = Mapping[int, Assessment]


@dataclass(frozen=True)
class IssuedFinding(Finding):
    """An issued document that is not as it should be."""

    issue: int | None = None
    assessment: str = ""
    document: str = ""


def holders_of(custody: Custody) -> Holders:
    """The assessments that what was found touches, by their snapshot."""
    snapshots = {place.snapshot_id for found in custody.findings for place in found.submitted}
    return {
        assessment.snapshot_id: assessment
        for assessment in Assessment.objects.filter(snapshot__in=snapshots)
    }


def as_data(custody: Custody) -> dict[str, Any]:
    """Whether it is `sound`, how many were `checked` and `disposed`, and a list a finding."""
    holders = holders_of(custody)
    found = {
        name: [_finding(finding, holders) for finding in getattr(custody, name)] for name in LISTS
    }
    return {
        "sound": custody.sound,
        "checked": custody.checked,
        "disposed": custody.disposed,
        "missing": found["missing"],
        "altered": found["altered"],
        "orphaned": [_orphan(orphan) for orphan in custody.orphaned],
        "unreadable": found["unreadable"],
        "returned": found["returned"],
    }


def _finding(finding: Finding, holders: Holders) -> dict[str, Any]:
    return _issued(finding) | {
        "code": finding.code,
        "title": finding.title,
        "version": finding.version,
        "file_name": finding.file_name,
        "storage_key": finding.storage_key,
        "reason": finding.reason,
        "links": [
            {"service": cited.service, "element": cited.element, "status": cited.status}
            for cited in finding.links
        ],
        "submitted": [
            {
                "service": place.service,
                "assessment": _label(holders, place.snapshot_id),
                "element": place.element,
            }
            for place in finding.submitted
        ],
    }


def _issued(finding: Finding) -> dict[str, Any]:
    """What is said besides of an issued document."""
    if not isinstance(finding, IssuedFinding):
        return {}
    return {
        "document": {
            "uuid": finding.document,
            "service": finding.service,
            "assessment": finding.assessment,
            "issue": finding.issue,
        }
    }


def _orphan(orphan: Orphan) -> dict[str, Any]:
    return {
        "storage_key": orphan.storage_key,
        "size": orphan.size,
        "since": orphan.since.isoformat(),
    }


def as_lines(custody: Custody) -> Iterator[str]:
    """The same to be read: each file with what it touches, and a verdict at the end."""
    holders = holders_of(custody)
    for name in LISTS:
        findings = getattr(custody, name)
        if findings:
            yield HEADINGS[name]
        for finding in findings:
            yield from _lines(finding, holders)
    if custody.orphaned:
        yield HEADINGS["orphaned"]
    for orphan in custody.orphaned:
        moment = date_format(timezone.localtime(orphan.since), "j F Y, H:i")
        yield f"  {orphan.storage_key} ({filesizeformat(orphan.size)}, since {moment})"
    if custody.orphaned:
        yield "    An upload in progress looks like this for a moment. clear_leftovers removes"
        yield "    what is older than an hour."
    verdict = "all sound" if custody.sound else "not sound"
    disposed = f", {custody.disposed} destroyed by rule" if custody.disposed else ""
    yield f"{custody.checked} files checked{disposed}, {verdict}."


def _lines(finding: Finding, holders: Holders) -> Iterator[str]:
    reason = f" ({finding.reason})" if finding.reason else ""
    if isinstance(finding, IssuedFinding):
        issue = f", issue {finding.issue}" if finding.issue else ""
        yield f"  {finding.title}{issue}{reason}"
        if finding.document:
            yield f"    issued in “{finding.assessment}” of {finding.service}"
            yield f"    document {finding.document}, stored as {finding.storage_key or 'nothing'}"
        return
    if finding.code is None:
        waits = f"{finding.title}, dropped and not added yet" if finding.title else "a folder"
        yield f"  {waits}: {finding.storage_key}{reason}"
        return
    yield f"  {finding.code}: {finding.title}{reason}"
    yield f"    version {finding.version}, {finding.file_name}, stored as {finding.storage_key}"
    for service, cited in groupby(finding.links, key=lambda each: each.service_name):
        yield f"    cited by {service} for {', '.join(map(_place, cited))}"
    if not finding.links:
        yield "    cited for no element"
    for snapshot, places in groupby(finding.submitted, key=lambda each: each.snapshot_id):
        elements = ", ".join(place.element for place in places)
        yield f"    submitted in “{_label(holders, snapshot)}” for {elements}"


def _place(cited: Cited) -> str:
    no_longer = cited.status == LinkStatus.ARCHIVED
    return f"{cited.element} (no longer used)" if no_longer else cited.element


def _label(holders: Holders, snapshot: int) -> str:
    assessment = holders.get(snapshot)
    return assessment.label if assessment else ""
