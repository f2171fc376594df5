"""Versions of an item, redacted copies among them, and which of them was submitted."""

import pytest

from evidence.actions import NoOriginal, add_redacted_copy
from evidence.exports import portfolio_data
from evidence.intake.store import store
from evidence.models import SnapshotLink
from evidence.queries import element_evidence, latest_version_of
from tests.builders.assessments import make_assessment, make_submitted, self_assess_all, submit
from tests.builders.evidence import (
    element_of,
    make_item,
    make_link,
    make_portfolio,
    make_redacted,
    make_version,
)
from tests.builders.files import pdf, upload
from tests.builders.people import make_service, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(portfolio):
    item = make_item(portfolio, "Complaints log", number=201)
    make_link(portfolio, item)
    return item


def page_of(client, base):
    return " ".join(client.get(f"{base}/evidence/CSS201/").content.decode().split())


def submitted_of(assessment, item):
    return SnapshotLink.objects.get(snapshot=assessment.snapshot, item=item).version


def test_a_version_keeps_the_note_that_came_with_it(as_officer, item, base):
    make_version(item)
    fields = {"file": upload("log.pdf", pdf("2")), "note": "Figures of 2026 added"}
    response = as_officer.post(f"{base}/evidence/CSS201/version", fields)
    assert response.status_code == 302
    version = latest_version_of(item)
    assert (version.number, version.note) == (2, "Figures of 2026 added")
    assert "Figures of 2026 added" in page_of(as_officer, base)


def test_the_latest_version_is_an_original_whatever_stands_beside_it(portfolio, item):
    first, second = make_version(item, pdf("1")), make_version(item, pdf("2"))
    copy = make_redacted(second)
    assert (first.number, second.number, copy.number) == (1, 2, 3)

    assert latest_version_of(item) == second
    row = element_evidence(portfolio, element_of(portfolio)).new[0]
    assert row.version == second
    numbers = [each["number"] for each in portfolio_data(portfolio)["evidence"][0]["versions"]]
    assert numbers == [1, 2]


def test_numbers_go_on_over_redacted_copies(item):
    make_redacted(make_version(item))
    assert make_version(item, pdf("again")).number == 3


def test_a_redacted_copy_stands_in_for_the_latest_version_at_submission(portfolio, item):
    make_redacted(make_version(item))
    version = make_version(item, pdf("2"))
    make_redacted(version)
    newest = make_redacted(version)
    assert submitted_of(make_submitted(portfolio), item) == newest


def test_a_redacted_copy_of_an_older_version_does_not_stand_in(portfolio, item):
    make_redacted(make_version(item))
    version = make_version(item, pdf("2"))
    assert submitted_of(make_submitted(portfolio), item) == version


def test_a_redacted_copy_that_comes_later_does_not_reach_into_what_was_submitted(portfolio, item):
    version = make_version(item)
    assessment = make_submitted(portfolio)
    make_redacted(version)
    assert submitted_of(assessment, item) == version


def test_a_redacted_copy_is_added_beside_its_version(as_officer, item, base):
    make_version(item)
    address = f"{base}/evidence/CSS201/versions/1/redacted"
    assert "in place of version 1 (report.pdf)" in as_officer.get(address).content.decode()
    fields = {"file": upload("log.pdf", pdf("clean")), "note": "Names taken out"}
    assert as_officer.post(address, fields).url == f"{base}/evidence/CSS201/#versions"
    page = page_of(as_officer, base)
    assert "Redacted copy of version 1</strong>: assessors read this one" in page
    assert "Names taken out" in page
    assert "Added a redacted copy of version 1 of CSS201, as version 2" in page


def test_a_refused_redacted_copy_says_why_and_keeps_the_note(as_officer, item, base, stored_files):
    version = make_version(item)
    address = f"{base}/evidence/CSS201/versions/1/redacted"
    fields = {"file": upload("log.pdf", b"MZ\x90"), "note": "Names taken out"}
    page = as_officer.post(address, fields).content.decode()
    assert "It is a program" in page and "Names taken out" in page
    assert list(item.versions.all()) == [version] and stored_files() == 1


def test_there_is_no_redacted_copy_of_a_redacted_copy(as_officer, item, base):
    copy = make_redacted(make_version(item))
    address = f"{base}/evidence/CSS201/versions/{copy.number}/redacted"
    assert as_officer.get(address).status_code == 404
    with pytest.raises(NoOriginal), store(upload("a.pdf", pdf())) as stored:
        add_redacted_copy(version=copy, file=stored, by=make_user())


LACKS = "The current version has no redacted copy"


def test_the_page_warns_where_a_newer_version_lacks_a_redacted_copy(as_officer, item, base):
    make_redacted(make_version(item))
    assert LACKS not in page_of(as_officer, base)
    make_redacted(make_version(item, pdf("2")))
    assert LACKS not in page_of(as_officer, base)
    make_version(item, pdf("3"))
    assert LACKS in page_of(as_officer, base)


def test_the_page_warns_where_a_sensitive_item_has_no_redacted_copy(as_officer, item, base):
    item.marking = "official-sensitive"
    item.save(update_fields=["marking"])
    assert LACKS not in page_of(as_officer, base)
    version = make_version(item)
    assert LACKS in page_of(as_officer, base)
    make_redacted(version)
    assert LACKS not in page_of(as_officer, base)


def test_the_page_says_which_version_was_submitted_and_what_came_since(
    as_officer, portfolio, item, base
):
    make_redacted(make_version(item))
    make_submitted(portfolio)
    page = page_of(as_officer, base)
    assert page.count("Submitted on") == 1 and "There is a newer version" not in page

    make_version(item, pdf("2"))
    page = page_of(as_officer, base)
    assert "There is a newer version than the one submitted" in page
    assert "Version 1 was submitted on" in page and "Version 3 came later" in page


def test_what_another_service_submitted_is_not_told(as_officer, portfolio, base):
    charter = make_item(portfolio, "Charter", corporate=True, number=17)
    make_version(charter)
    other = make_portfolio(make_service(portfolio.service.organisation, prefix="BS"))
    make_link(other, charter)
    assessment = make_assessment(other)
    self_assess_all(assessment)
    submit(assessment)
    page = as_officer.get(f"{base}/evidence/C017/").content.decode()
    assert "Submitted on" not in page
