"""All that assessments and their evidence are in the database, and what may follow on it."""

from dataclasses import dataclass
from typing import Any

from accounts.models import HistoryEntry
from assessments.models import Assessment, ElementAssessment, EvidenceRequest, Improvement
from assessments.transitions import APPROVALS, ASSESSMENTS, REQUESTS, Table
from evidence.models import EvidenceLink, EvidenceVersion, Snapshot, SnapshotLink

Rows = dict[int, dict[str, Any]]
WATCHED = (
    Assessment,
    ElementAssessment,
    EvidenceLink,
    EvidenceRequest,
    EvidenceVersion,
    Improvement,
    Snapshot,
    SnapshotLink,
)


@dataclass(frozen=True)
class Seen:
    """Every row of the tables watched, and the length of the history."""

    rows: dict[type, Rows]
    entries: int

    def of(self, model: type) -> Rows:
        return self.rows[model]


def look() -> Seen:
    """One statement a table."""
    rows: dict[type, Rows] = {
        model: {row["id"]: dict(row) for row in model.objects.values()} for model in WATCHED
    }
    return Seen(rows, HistoryEntry.objects.count())


def edges(table: Table) -> set[tuple[str, str]]:
    """Every pair of states that one step of the table leads over."""
    return {(each, step.target) for step in table.transitions.values() for each in step.sources}


def check_states(before: Seen, after: Seen, *, verb: str) -> None:
    """Whatever has another state now went there by a step that a table has."""
    for table, first in ((ASSESSMENTS, "preparing"), (APPROVALS, ""), (REQUESTS, "")):
        old = {pk: row[table.field] for pk, row in before.of(table.model).items()}
        for pk, row in after.of(table.model).items():
            was, now = old.get(pk, first), row[table.field]
            assert was == now or (was, now) in edges(table), f"{verb}: {was} to {now}"


def check_submitted_evidence(before: Seen, after: Seen, *, verb: str) -> None:
    """What was submitted stays as it was; only an answer adds to it, and another submission
    after a return takes its place."""
    old, new = before.of(SnapshotLink), after.of(SnapshotLink)
    afresh = {pk for pk, row in after.of(Snapshot).items() if _taken_again(before, pk, row)}
    assert not afresh or verb == "submit"
    for pk, line in old.items():
        assert line["snapshot_id"] in afresh or new.get(pk) == line, f"{verb} changed a line"
    for pk in new.keys() - old.keys():
        line = new[pk]
        joined = line["added_on_request"] and verb == "answer request"
        assert joined or line["snapshot_id"] in afresh, f"{verb} added a line"


def _taken_again(before: Seen, pk: int, row: dict[str, Any]) -> bool:
    was = before.of(Snapshot).get(pk)
    return bool(row["taken_at"] and (was is None or was["taken_at"] != row["taken_at"]))


def check_activation(before: Seen, after: Seen, *, verb: str) -> int:
    """New becomes Active by completion alone: what was submitted for an accepted element.

    Says how many links did.
    """
    old, new = before.of(EvidenceLink), after.of(EvidenceLink)
    became = {pk for pk in old.keys() & new.keys() if _moved(old[pk], new[pk], "new", "active")}
    again = {pk for pk in old.keys() & new.keys() if _moved(old[pk], new[pk], "active", "new")}
    assert not became or verb == "complete", f"{verb} made evidence Active"
    assert not again or verb == "reopen", f"{verb} made evidence New again"
    if verb == "complete" and before != after:
        assert became == set(_accepted_and_submitted(before))
    return len(became)


def _moved(old: dict[str, Any], new: dict[str, Any], source: str, target: str) -> bool:
    return (old["status"], new["status"]) == (source, target)


def _accepted_and_submitted(seen: Seen) -> list[int]:
    (assessment,) = (a for a in seen.of(Assessment).values() if a["state"] == "assessing")
    accepted = {
        row["element_id"]
        for row in seen.of(ElementAssessment).values()
        if row["assessment_id"] == assessment["id"] and row["in_review"] and row["accepted_at"]
    }
    submitted = {
        (line["element_id"], line["item_id"])
        for line in seen.of(SnapshotLink).values()
        if line["snapshot_id"] == assessment["snapshot_id"]
    }
    return [
        pk
        for pk, link in seen.of(EvidenceLink).items()
        if link["status"] == "new"
        and link["element_id"] in accepted
        and (link["element_id"], link["item_id"]) in submitted
    ]
