"""Whether the check of stored files finds what is wrong with issued documents."""

import json
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command

from assessments.guards import lifted_guards
from assessments.models import Assessment, ReportFile
from tests.builders.assessments import make_assessment, make_submitted, rate
from tests.builders.evidence import make_portfolio
from tests.builders.people import make_service

from .issuing import make_issue
from .plain import plain  # noqa: F401  a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain")]


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    for place in ("evidence", "reports"):
        options = settings.STORAGES[place] | {"OPTIONS": {"location": tmp_path / place}}
        settings.STORAGES = settings.STORAGES | {place: options}


@pytest.fixture
def assessment() -> Assessment:
    return make_submitted(make_portfolio(make_service(name="Library Service")), label="Visit 2026")


@pytest.fixture
def issue(assessment) -> ReportFile:
    return make_issue(assessment, "plain")


def verify() -> tuple[int, dict, str]:
    """The exit code, what it says as data, and in words."""
    said: list[str] = []
    code = 0
    for arguments in (("--json",), ()):
        out = StringIO()
        try:
            call_command("verify_evidence", *arguments, stdout=out)
        except SystemExit as end:
            code = int(end.code or 0)
        said.append(out.getvalue())
    return code, json.loads(said[0]), said[1]


def test_sound_issues_pass_and_drafts_are_not_looked_at(issue):
    draft = make_issue(make_assessment(), "plain")
    storages["reports"].delete(draft.storage_key)
    code, found, said = verify()
    assert (code, found["sound"], found["checked"]) == (0, True, 1)
    assert said == "1 files checked, all sound.\n"


def test_an_issue_whose_file_is_gone_is_named(issue):
    storages["reports"].delete(issue.storage_key)
    code, found, said = verify()
    (missing,) = found["missing"]
    assert (code, missing["title"], missing["code"]) == (1, "Plain statement", None)
    assert missing["document"] == {
        "uuid": str(issue.uuid),
        "service": "Library Service",
        "assessment": "Visit 2026",
        "issue": 1,
    }
    assert "Plain statement, issue 1" in said and "“Visit 2026” of Library Service" in said


def test_one_changed_byte_of_an_issue_is_found(issue):
    storages["reports"].delete(issue.storage_key)
    storages["reports"].save(issue.storage_key, ContentFile(b"another outcome"))
    (altered,) = verify()[1]["altered"]
    assert altered["document"]["uuid"] == str(issue.uuid)


def test_a_file_and_its_record_changed_together_are_found_by_the_history(issue):
    elsewhere = make_submitted()
    rate(elsewhere)
    other = make_issue(elsewhere, "plain")
    assert other.sha256 != issue.sha256
    with lifted_guards():
        ReportFile.objects.filter(pk=issue.pk).update(
            storage_key=other.storage_key, sha256=other.sha256
        )
    (altered,) = verify()[1]["altered"]
    assert altered["reason"] == "its record is not the one that the history has"


def test_an_issue_whose_record_was_removed_is_found_by_the_history(assessment, issue):
    rate(assessment)
    second = make_issue(assessment, "plain")
    with lifted_guards():
        ReportFile.objects.filter(pk=issue.pk).delete()
        ReportFile.objects.filter(pk=second.pk).update(issue_number=1)
    found = verify()[1]
    (missing,), (altered,) = found["missing"], found["altered"]
    assert missing["reason"] == "the history has it and the database no longer does"
    assert missing["document"]["issue"] == 1
    assert altered["document"]["uuid"] == str(second.uuid)


def test_missing_guards_are_said(issue):
    with lifted_guards():
        code, found, said = verify()
    assert (code, len(found["unreadable"])) == (1, 1)
    assert "their guards in the database are missing: run migrate" in said
