"""What is issued is numbered, kept as it is, and in the history with its SHA-256."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.history.sentences import told
from accounts.models import HistoryEntry, HistoryText
from assessments.actions import return_assessment
from assessments.guards import REFUSAL, install_guards, lifted_guards, missing_guards
from assessments.models import Assessment, ReportFile
from assessments.reports.fulfil import fulfil, subject_of
from assessments.reports.kinds import KINDS
from assessments.reports.leftovers import forget_old_drafts
from assessments.reports.make import digest_of
from tests.builders.assessments import make_assessment, make_submitted, rate
from tests.builders.people import make_user

from .issuing import ask, make_issue
from .plain import plain  # noqa: F401  a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain")]
TABLE = "assessments_reportfile"


@pytest.fixture
def assessment() -> Assessment:
    return make_submitted()


@pytest.fixture
def issue(assessment: Assessment) -> ReportFile:
    return make_issue(assessment, "plain")


def test_issues_are_numbered_from_one_for_each_kind_of_document(assessment):
    first = make_issue(assessment, "plain")
    rate(assessment)
    second = make_issue(assessment, "plain")
    other = make_issue(make_submitted(), "plain")
    assert [file.issue_number for file in (first, second, other)] == [1, 2, 1]


def test_a_draft_has_no_number():
    assert make_issue(make_assessment(), "plain").issue_number is None


def test_the_history_has_the_sha256_of_what_was_issued(assessment, issue):
    entry = HistoryEntry.objects.get(verb="assessments.document_issued")
    words = HistoryText.objects.get(entry_sequence=entry.sequence).words
    with storages["reports"].open(issue.storage_key) as file:
        kept = hashlib.sha256(file.read()).hexdigest()
    assert (words["sha256"], words["document"], words["issue"]) == (kept, str(issue.uuid), 1)
    assert (entry.assessment_id, entry.actor_id) == (assessment.pk, issue.asked_by_id)
    assert told([entry])[0].sentence == (
        f"Issued the document Plain statement, issue 1: SHA-256 {kept}"
    )


MAY_CHANGE = ("told_at", "seen_at")
VALUES = {"for_assessor": "false", "id": "9999"}


def test_the_database_refuses_to_change_anything_of_an_issue(issue):
    fields = [field for field in ReportFile._meta.concrete_fields if field.name not in MAY_CHANGE]
    assert len(fields) > 20
    for field in fields:
        kind, held = field.get_internal_type(), getattr(issue, field.attname)
        value = VALUES.get(field.name) or ("'x'" if isinstance(held, str) else "NULL")
        if held is None:
            value = "CURRENT_TIMESTAMP" if kind == "DateTimeField" else "1"
        refused(f"UPDATE {TABLE} SET {field.column} = {value} WHERE id = {issue.pk}")


def refused(statement: str) -> None:
    before = list(ReportFile.objects.order_by("pk").values_list())
    with (
        pytest.raises(DatabaseError) as error,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert str(error.value).splitlines()[0] == REFUSAL
    assert list(ReportFile.objects.order_by("pk").values_list()) == before


def test_the_database_refuses_to_remove_an_issue(issue):
    refused(f"DELETE FROM {TABLE} WHERE id = {issue.pk}")
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        ReportFile.objects.filter(pk=issue.pk).delete()


def test_the_database_refuses_the_ways_of_its_own(assessment, issue):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        refused(f"TRUNCATE {TABLE}")
        return
    names = ", ".join(str(field.column) for field in ReportFile._meta.concrete_fields)
    copy = f"SELECT {names} FROM {TABLE} WHERE id = {issue.pk}"
    other_row = copy.replace("SELECT id", "SELECT 99")
    rate(assessment)
    draft = ask(assessment, "plain")
    for statement in (
        f"INSERT OR REPLACE INTO {TABLE} ({names}) {copy}",
        f"INSERT OR REPLACE INTO {TABLE} ({names}) {other_row}",
        f"UPDATE OR REPLACE {TABLE} SET id = {issue.pk} WHERE id = {draft.pk}",
        f"UPDATE OR REPLACE {TABLE} SET uuid = '{issue.uuid.hex}' WHERE id = {draft.pk}",
        f"UPDATE OR REPLACE {TABLE} SET content_sha256 = '{issue.content_sha256}'"
        f" WHERE id = {draft.pk}",
    ):
        refused(statement)


def test_when_somebody_was_told_is_written_once_and_stays(issue):
    rows = ReportFile.objects.filter(pk=issue.pk)
    moment = timezone.now()
    rows.update(told_at=moment)
    rows.update(seen_at=moment)
    for name in ("told_at", "seen_at"):
        with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
            rows.update(**{name: moment + timedelta(seconds=1)})


def test_a_draft_may_still_be_changed_and_removed():
    draft = make_issue(make_assessment(), "plain")
    ReportFile.objects.filter(pk=draft.pk).update(pages=3)
    assert ReportFile.objects.filter(pk=draft.pk).delete()[0] == 1


def test_the_guards_are_in_place_after_migrate_and_come_back_when_lifted():
    assert not missing_guards()
    with lifted_guards():
        assert missing_guards()
    install_guards()
    assert not missing_guards()


def test_what_was_returned_before_it_was_made_is_a_draft_of_the_service(assessment):
    file = ask(assessment, "plain")
    assert file.for_assessor
    return_assessment(
        assessment=Assessment.objects.get(pk=assessment.pk), reason="Not yet", by=make_user()
    )
    fulfil(ReportFile.objects.get(pk=file.pk))
    made = ReportFile.objects.get(pk=file.pk)
    assert (made.issue_number, made.for_assessor) == (None, False)


def test_what_is_saved_while_it_is_read_does_not_tear_it(assessment, monkeypatch):
    """Somebody rates between two statements of the reading."""
    file, build, readings = ask(assessment, "plain"), KINDS["plain"].build, []

    def interrupted(subject):
        content = build(subject)
        readings.append(content)
        if len(readings) == 1:
            rate(assessment)
        return content

    monkeypatch.setitem(KINDS, "plain", replace(KINDS["plain"], build=interrupted))
    fulfil(file)
    made = ReportFile.objects.get(pk=file.pk)
    assert len(readings) == 3
    assert made.content_sha256 == digest_of(build(subject_of(made))) != digest_of(readings[0])


def test_drafts_that_newer_ones_replaced_go_and_issues_stay():
    month = timezone.now() - timedelta(days=31)
    assessment = make_assessment()
    old, failed = make_issue(assessment, "plain"), ask(assessment)
    ReportFile.objects.update(asked_at=month, made_at=None, storage_key="")
    ReportFile.objects.filter(pk=old.pk).update(made_at=month, storage_key=old.storage_key)
    later = timezone.now() - timedelta(days=30)
    assert forget_old_drafts(before=later) == 1, "the only one of its kind stays"
    assert list(ReportFile.objects.all()) == [old] != [failed]
    make_issue(assessment_changed(assessment), "plain")
    assert forget_old_drafts(before=later) == 1
    assert not ReportFile.objects.filter(pk=old.pk).exists()


def assessment_changed(assessment: Assessment) -> Assessment:
    Assessment.objects.filter(pk=assessment.pk).update(reference="CSE/2")
    return assessment


def test_an_old_issue_stays_when_a_newer_one_is_made(assessment, issue):
    month = timezone.now() - timedelta(days=31)
    with lifted_guards():
        ReportFile.objects.update(asked_at=month, made_at=month)
    rate(assessment)
    make_issue(assessment, "plain")
    assert forget_old_drafts(before=timezone.now()) == 0
    assert ReportFile.objects.count() == 2
