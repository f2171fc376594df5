"""The documents of a service: asked for, waited for, opened."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone
from django.utils.dateformat import format as date_format
from pypdf import PdfReader

from accounts.enums import Role
from accounts.models import HistoryEntry, User
from assessments.models import Assessment, ReportFile
from assessments.reports.builders import build_summary
from assessments.reports.fulfil import fulfil
from assessments.reports.kinds import KINDS
from assessments.reports.make import digest_of
from evidence.actions import archive_link
from evidence.models import EvidenceItem, EvidenceLink, Portfolio, SnapshotLink
from tests.builders.assessments import (
    make_assessment,
    make_assessor,
    make_completed,
    make_grant,
    make_submitted,
    rate,
    self_assess,
    self_assess_all,
    submit,
)
from tests.builders.evidence import element_of, make_item, make_link, make_portfolio
from tests.builders.people import make_service, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio() -> Portfolio:
    portfolio = make_portfolio(make_service(name="Library Service"))
    make_link(portfolio, make_item(portfolio, "Survey of visitors", number=701))
    make_link(portfolio, make_item(portfolio, "Charter", corporate=True, number=11))
    return portfolio


@pytest.fixture
def assessment(portfolio) -> Assessment:
    return make_submitted(portfolio, label="Full assessment 2026")


@pytest.fixture
def manager(client, portfolio) -> Client:
    return sign_in(client, make_user(Role.MANAGER, portfolio.service, name="Morag Stewart"))


@pytest.fixture
def assessor(assessment) -> Client:
    return sign_in(Client(), make_grant(assessment).reader)


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """Within it, what waits for the end of the transaction is done at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


DOCUMENTS = "/services/library-service/small/documents/"


def ask(client: Client, at_once, url: str = f"{DOCUMENTS}summary/make/") -> str:
    with at_once():
        response = client.post(url)
    assert response.status_code == 302
    return response.headers["Location"]


def text_of(response) -> str:
    content = b"".join(response.streaming_content)
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_the_list_offers_to_make_the_summary(manager, assessment):
    page = manager.get(DOCUMENTS).content.decode()
    assert "Make the Assessment Summary" in page
    assert f'action="{DOCUMENTS}summary/make/"' in page


def test_without_an_assessment_the_page_says_what_to_do(manager):
    page = manager.get(DOCUMENTS).content.decode()
    assert "No assessment yet" in page
    assert "/services/library-service/small/assessment/" in page
    assert manager.post(f"{DOCUMENTS}summary/make/").status_code == 404


def test_a_document_shows_its_facts_and_opens(manager, assessment, at_once):
    url = ask(manager, at_once)
    made = ReportFile.objects.get()
    page = manager.get(url).content.decode()
    assert made.sha256 in page
    assert f"<dd>{made.pages}</dd>" in page
    shown = manager.get(f"{url}file/")
    assert shown.headers["Content-Type"] == "application/pdf"
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Cache-Control"] == "private, no-store"
    words = text_of(shown)
    assert "CSS701" in words
    assert "Survey of visitors" in words
    saved = manager.get(f"{url}file/?download")
    name = "Assessment_Summary_Library_Service_Full_assessment_2026_issue_1.pdf"
    assert saved.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_a_document_is_in_the_history(manager, assessment, at_once):
    ask(manager, at_once)
    entry = HistoryEntry.objects.get(verb="assessments.document_issued")
    assert entry.assessment_id == assessment.pk


def test_asked_for_again_with_nothing_changed_it_is_the_same_file(manager, assessment, at_once):
    first = ask(manager, at_once)
    key = ReportFile.objects.get().storage_key
    assert ask(manager, at_once) == first
    assert ReportFile.objects.get().storage_key == key


def test_a_new_rating_makes_a_new_document(manager, assessment, at_once):
    first = ask(manager, at_once)
    rate(assessment)
    assert ask(manager, at_once) != first
    assert ReportFile.objects.count() == 2


def test_once_evidence_has_gone_stale_the_draft_is_another(
    manager, portfolio, at_once, monkeypatch
):
    make_assessment(portfolio, label="This year")
    today = timezone.localdate()
    EvidenceItem.objects.filter(code="CSS701").update(review_by=today)
    first = ask(manager, at_once)
    assert "Stale" not in text_of(manager.get(f"{first}file/"))
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: tomorrow)
    sign_in(manager, User.objects.get(name="Morag Stewart"))  # the night has ended the session
    second = ask(manager, at_once)
    assert second != first
    due = date_format(today, "j F Y")
    assert f"Survey of visitors Stale: review was due {due}" in plain(
        text_of(manager.get(f"{second}file/"))
    )
    assert ask(manager, at_once) == second, "nothing changed since"


def test_what_was_submitted_keeps_how_fresh_it_was(manager, portfolio, at_once):
    EvidenceItem.objects.filter(code="CSS701").update(covers_to=date(2018, 3, 31))
    assessment = make_submitted(portfolio, label="This year")
    kept = SnapshotLink.objects.filter(snapshot=assessment.snapshot)
    assert dict(kept.values_list("code", "freshness")) == {"C011": "undated", "CSS701": "stale"}
    first = ask(manager, at_once)
    text = plain(text_of(manager.get(f"{first}file/")))
    assert "Survey of visitors Stale: when submitted" in text
    assert "1 item of evidence is stale." in text
    EvidenceItem.objects.filter(code="CSS701").update(checked_on=timezone.localdate())
    assert ask(manager, at_once) == first
    kept.update(freshness="")
    assert "Stale" not in text_of(manager.get(f"{ask(manager, at_once)}file/"))


def plain(text: str) -> str:
    return " ".join(text.split())


def test_reading_evidence_does_not_make_the_document_another(manager, assessment, at_once):
    first = ask(manager, at_once)
    manager.get(DOCUMENTS)
    assert digest_of(build_summary(assessment)) == ReportFile.objects.get().content_sha256
    assert ask(manager, at_once) == first


def test_while_it_is_made_the_page_waits_with_and_without_scripts(manager, assessment):
    url = manager.post(f"{DOCUMENTS}summary/make/").headers["Location"]
    page = manager.get(url).content.decode()
    assert "is being made" in page
    assert f'hx-get="{url}"' in page
    assert f'<a href="{url}">Look again</a>' in page
    assert manager.get(f"{url}file/").status_code == 404
    assert "Being made" in manager.get(DOCUMENTS).content.decode()


def test_asking_while_it_is_made_does_not_make_it_twice(
    manager, assessment, django_capture_on_commit_callbacks
):
    manager.post(f"{DOCUMENTS}summary/make/")
    with django_capture_on_commit_callbacks() as callbacks:
        manager.post(f"{DOCUMENTS}summary/make/")
    assert callbacks == []


def test_one_stuck_for_ten_minutes_can_be_asked_for_again(manager, assessment, at_once):
    url = manager.post(f"{DOCUMENTS}summary/make/").headers["Location"]
    long_ago = timezone.now() - timedelta(minutes=11)
    ReportFile.objects.update(asked_at=long_ago)
    assert "takes longer than it should" in manager.get(url).content.decode()
    assert ask(manager, at_once) == url
    assert ReportFile.objects.get().is_ready


def test_one_that_failed_says_so_and_can_be_asked_for_again(
    manager, assessment, at_once, tmp_path, settings
):
    good = settings.STORAGES
    blocked = tmp_path / "a-file-in-the-way"
    blocked.write_text("")
    bad = {"BACKEND": good["reports"]["BACKEND"], "OPTIONS": {"location": blocked}}
    settings.STORAGES = good | {"reports": bad}
    url = ask(manager, at_once)
    page = manager.get(url).content.decode()
    assert "could not be made" in page
    assert "Ask for it again" in page
    assert ReportFile.objects.get().storage_key == ""
    settings.STORAGES = good
    assert ask(manager, at_once) == url
    assert "Open the PDF" in manager.get(url).content.decode()


def test_made_twice_by_two_workers_the_first_file_stays(assessment):
    content = build_summary(assessment)
    file = ReportFile.objects.create(
        assessment=assessment, report="summary", content_sha256=digest_of(content)
    )
    same = ReportFile.objects.get()
    fulfil(file)
    kept = ReportFile.objects.get()
    fulfil(same)
    assert ReportFile.objects.get().storage_key == kept.storage_key
    folder = Path(settings.STORAGES["reports"]["OPTIONS"]["location"])
    keys = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    named = set(ReportFile.objects.values_list("storage_key", flat=True))
    assert kept.storage_key in keys
    assert len(keys & named) == 1


def test_a_change_while_it_is_made_is_in_the_document(assessment):
    file = ReportFile.objects.create(
        assessment=assessment,
        report="summary",
        content_sha256=digest_of(build_summary(assessment)),
    )
    rate(assessment)
    fulfil(file)
    made = ReportFile.objects.get()
    assert made.is_ready
    assert made.content_sha256 == digest_of(build_summary(Assessment.objects.get()))


def test_a_lost_file_is_not_found(manager, assessment, at_once):
    url = ask(manager, at_once)
    storages["reports"].delete(ReportFile.objects.get().storage_key)
    assert manager.get(f"{url}file/").status_code == 404


def test_the_assessor_prints_from_the_desk(assessor, assessment, at_once):
    base = f"/assessments/{assessment.pk}/documents/"
    assert "Make the Assessment Summary" in assessor.get(base).content.decode()
    url = ask(assessor, at_once, f"{base}summary/make/")
    assert url.startswith(base)
    assert "Survey of visitors" in text_of(assessor.get(f"{url}file/"))


def test_drafts_made_before_submission_stay_with_the_service(client, portfolio, at_once):
    assessment = make_assessment(portfolio)
    self_assess(assessment)
    manager = sign_in(client, make_user(Role.MANAGER, portfolio.service))
    draft = ask(manager, at_once).rstrip("/").rpartition("/")[2]
    self_assess_all(assessment)
    submit(assessment)
    assessor = sign_in(Client(), make_grant(assessment).reader)
    base = f"/assessments/{assessment.pk}/documents/"
    assert draft not in assessor.get(base).content.decode()
    assert assessor.get(f"{base}made/{draft}/").status_code == 404
    assert assessor.get(f"{base}made/{draft}/file/").status_code == 404


def test_a_document_of_another_service_is_not_found(manager, assessment, at_once):
    url = ask(manager, at_once)
    elsewhere = make_portfolio(make_service(name="Parks"))
    stranger = sign_in(Client(), make_user(Role.MANAGER, elsewhere.service))
    uuid = url.rstrip("/").rpartition("/")[2]
    for address in (url, f"{url}file/", DOCUMENTS, f"/services/parks/small/documents/made/{uuid}/"):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"{DOCUMENTS}summary/make/").status_code == 404
    assert sign_in(Client(), make_assessor()).get(url).status_code == 404


# What the summary says


def test_a_draft_is_made_from_the_evidence_as_it_stands(portfolio):
    assessment = make_assessment(portfolio)
    content = build_summary(assessment)
    element = content.elements[0]
    assert content.is_draft
    assert "not yet submitted" in content.notice
    assert content.outcome == "In preparation"
    assert [line.code for line in element.new] == ["CSS701"]
    assert [line.code for line in element.corporate] == ["C011"]
    archive_link(link=EvidenceLink.objects.get(item__code="CSS701"), reason="Old", by=make_user())
    assert build_summary(assessment).elements[0].new == ()


def test_what_was_submitted_is_printed_whatever_happens_later(assessment):
    before = build_summary(assessment)
    for link in EvidenceLink.objects.all():
        archive_link(link=link, reason="Replaced", by=make_user())
    EvidenceItem.objects.update(title="Another title")
    after = build_summary(Assessment.objects.get())
    assert after == before
    assert digest_of(after) == digest_of(before)


def test_ratings_comments_and_acceptance_are_printed(assessment):
    assessor = make_assessor("Ailsa Murdoch")
    rate(assessment, "1.1.1", "nearly", "Nearly there.", by=assessor)
    content = build_summary(assessment)
    element = content.elements[0]
    assert (element.rating.code, element.finding) == ("nearly", "Nearly there.")
    assert (element.accepted_by, element.accepted_on) == ("Ailsa Murdoch", timezone.localdate())
    assert content.elements[1].accepted_on is None
    assert content.outcome_sentence.startswith("1 of 3 have a rating, 2 are still to be rated.")


def test_a_completed_assessment_is_no_draft_and_says_its_outcome(portfolio):
    assessment = make_completed(portfolio, {"1.1.1": "unmet", "1.1.2": "unmet"})
    content = build_summary(assessment)
    assert not content.is_draft
    assert content.outcome == "Standard not met"
    assert content.criteria[0].verdict == "Has elements not met"
    assert "Completed" in [fact.label for fact in content.facts]


def test_the_cover_names_the_assessor_and_the_body(assessment):
    grant = make_grant(assessment, make_assessor("Ailsa Murdoch"))
    body = grant.reader.memberships.get().organisation.name
    facts = {fact.label: fact.value for fact in build_summary(assessment).facts}
    assert facts["Assessor"] == f"Ailsa Murdoch, {body}"
    assert "Evidence submitted" in facts


def test_lists_keep_their_order(portfolio):
    for number in (30, 20, 25):
        make_link(portfolio, make_item(portfolio, number=700 + number), "1.1.2")
    content = build_summary(make_submitted(portfolio))
    assert [line.code for line in content.elements[1].new] == ["CSS730", "CSS720", "CSS725"]


def _fill(assessment: Assessment, size: int) -> None:
    portfolio = assessment.portfolio
    elements = [element_of(portfolio, f"1.1.{n}") for n in (1, 2, 3)]
    items = EvidenceItem.objects.bulk_create(
        EvidenceItem(
            organisation=portfolio.service.organisation,
            service=portfolio.service,
            code=f"CSS{number}",
            prefix="CSS",
            number=number,
            title=f"Item {number}",
        )
        for number in range(2001, 2001 + size)
    )
    SnapshotLink.objects.bulk_create(
        SnapshotLink(
            snapshot=assessment.snapshot,
            element=elements[place % 3],
            item=item,
            code=item.code,
            title=item.title,
            scope="service",
            status="new",
            position=place + 1,
        )
        for place, item in enumerate(items)
    )
    EvidenceLink.objects.bulk_create(
        EvidenceLink(
            portfolio=portfolio,
            element=elements[place % 3],
            item=item,
            status="new",
            position=place + 1,
        )
        for place, item in enumerate(items)
    )


@pytest.mark.parametrize("size", [150, 1500])
@pytest.mark.parametrize("is_submitted", [True, False])
def test_a_summary_takes_at_most_fifteen_statements(
    portfolio, size, is_submitted, django_assert_max_num_queries
):
    assessment = make_submitted(portfolio) if is_submitted else make_assessment(portfolio)
    make_grant(assessment)
    if is_submitted:
        rate(assessment)
    _fill(assessment, size)
    fresh = Assessment.objects.select_related(
        "portfolio__service__organisation", "portfolio__standard", "edition", "snapshot"
    ).get()
    with django_assert_max_num_queries(15):
        content = build_summary(fresh)
    assert content.tally.citations == size + 2


@pytest.mark.parametrize("size", [1, 40])
def test_the_list_of_documents_takes_at_most_ten_statements(
    manager, assessment, size, django_assert_max_num_queries
):
    ReportFile.objects.bulk_create(
        ReportFile(assessment=assessment, report="summary", content_sha256=f"{number:064}")
        for number in range(size)
    )
    with django_assert_max_num_queries(10):
        page = manager.get(DOCUMENTS).content.decode()
    assert page.count("<tr>") - 1 == min(size, 20)


def test_every_report_has_a_name():
    assert all(str(report.name) for report in KINDS.values())
