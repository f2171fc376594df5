"""What is past its time by the council's rule: proposed, held, deleted by a manager."""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.files.storage import storages
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import HistoryEntry
from assessments.guards import missing_guards
from assessments.models import (
    Assessment,
    ClauseAssessment,
    ElementAssessment,
    ReportFile,
    ReportText,
    RetentionDue,
)
from assessments.reports.actions import ask_for_report
from assessments.reports.custody import check_issued
from assessments.reports.disposal import dispose_of_documents
from assessments.reports.housekeeping import clear_up
from assessments.reports.retention import (
    change_rule,
    count_due,
    delete_by_retention,
    what_is_due,
)
from assessments.reports.subject import CannotBeMade, Subject
from evidence.actions import NotDestroyed, archive_link, set_hold
from evidence.custody import Custody, check_custody
from evidence.models import EvidenceVersion
from tests.builders.assessments import make_completed
from tests.builders.evidence import make_item, make_link, make_portfolio, make_version
from tests.builders.people import make_user, sign_in

from .reports.issuing import make_issue, make_kept

pytestmark = pytest.mark.django_db

SAID = "We met Mrs Quokkazebrine every week."


@contextmanager
def years_ago(years):
    """What is done inside is done so long ago, as the clock of the portal says."""
    real = timezone.now
    back = timedelta(days=366 * years)
    with patch("django.utils.timezone.now", lambda: real() - back):
        yield


@pytest.fixture
def portfolio():
    with years_ago(20):
        return make_portfolio()


@pytest.fixture
def manager(portfolio):
    return make_user(Role.MANAGER, portfolio.service)


@pytest.fixture
def organisation(portfolio):
    return portfolio.service.organisation


@pytest.fixture
def old(portfolio):
    """A visit completed seven years ago, with texts, and evidence nothing uses any more."""
    with years_ago(7):
        done = make_completed(portfolio, label="Old visit")
        make_link(portfolio, make_item(portfolio))
        row = ElementAssessment.objects.filter(assessment=done).first()
        ElementAssessment.objects.filter(pk=row.pk).update(commentary=SAID, finding=SAID)
        ReportText.objects.filter(assessment=done).update(set_aside=SAID)
    return done


@pytest.fixture
def unused(portfolio, manager):
    """An item whose link was given up seven years ago."""
    with years_ago(7):
        item = make_item(portfolio, "Survey of old")
        make_version(item)
        link = make_link(portfolio, item)
        archive_link(link=link, reason="Replaced", by=manager)
    return item


def due_codes(organisation):
    return [item.code for item in what_is_due(organisation).items]


def test_the_usual_rule_is_two_full_cycles(organisation, old):
    due = what_is_due(organisation)
    assert [each.label for each in due.assessments] == ["Old visit"]
    assert "2 full cycles" in due.rule.words()
    years = 2 * old.edition.scheme.years
    assert due.assessments[0].due_on.year == timezone.localdate(old.completed_at).year + years


def test_a_longer_rule_keeps_it(organisation, old, unused):
    administrator = make_user(Role.ADMINISTRATOR, organisation)
    change_rule(organisation=organisation, cycles=10, source="Schedule 14.2", by=administrator)
    due = what_is_due(organisation)
    assert (due.assessments, list(due.items)) == ([], [])
    assert HistoryEntry.objects.latest("sequence").verb == "evidence.retention_changed"


def test_evidence_in_use_or_named_by_what_is_kept_is_not_due(portfolio, organisation, unused, old):
    """The old visit itself still names its items; they are due after it."""
    with years_ago(7):
        used = make_item(portfolio)
        make_version(used)
        make_link(portfolio, used)
    recent = make_item(portfolio)
    make_version(recent)
    assert due_codes(organisation) == [unused.code]


def test_a_link_given_up_yesterday_counts_from_yesterday(portfolio, organisation, manager):
    with years_ago(7):
        item = make_item(portfolio)
        make_version(item)
        link = make_link(portfolio, item)
    archive_link(link=link, reason="Replaced", by=manager)
    assert due_codes(organisation) == []


def test_what_is_deleted_leaves_what_it_was(organisation, old, unused, manager):
    ratings = list(old.elements.order_by("pk").values_list("rating", "in_review"))
    before = (old.label, old.completed_at, old.signed_name, old.state)
    counted = delete_by_retention(
        organisation=organisation, assessments=[old.pk], items=[unused.pk], by=manager
    )
    assert counted == (1, 1)
    gone = Assessment.objects.get(pk=old.pk)
    assert (gone.label, gone.completed_at, gone.signed_name, gone.state) == before
    assert list(old.elements.order_by("pk").values_list("rating", "in_review")) == ratings
    assert (gone.disposed_by, gone.statement) == (manager, "")
    assert not old.elements.exclude(commentary="", finding="", set_aside={}).exists()
    assert not ClauseAssessment.objects.filter(row__assessment=old).exclude(note="").exists()
    version = EvidenceVersion.objects.get(item=unused)
    assert "retention rule: 2 full cycles" in version.destroyed_reason
    done = version.destructions.get()
    assert (done.asked_by, done.agreed_by) == (manager, None)
    assert "retention rule" in done.rule
    verbs = set(HistoryEntry.objects.values_list("verb", flat=True))
    assert {"assessments.disposed", "evidence.destroyed"} <= verbs


def test_issued_documents_lose_their_file_and_keep_their_record(organisation, old, manager):
    file = make_issue(old, "pack", manager)
    key, sha256 = file.storage_key, file.sha256
    with transaction.atomic():
        delete_by_retention(organisation=organisation, assessments=[old.pk], items=[], by=manager)
    file.refresh_from_db()
    assert (file.storage_key, file.sha256, file.is_disposed) == ("", sha256, True)
    assert key
    custody = Custody()
    check_issued(custody)
    assert (custody.findings, custody.disposed) == ([], 1)


def test_the_file_of_a_document_is_gone_from_the_store(
    old, manager, django_capture_on_commit_callbacks
):
    file = make_kept(old)
    with django_capture_on_commit_callbacks(execute=True):
        dispose_of_documents(ReportFile.objects.all(), reason="By rule", by=manager)
    assert not storages["reports"].exists(file.storage_key)


def test_the_database_lets_a_document_be_disposed_of_once_and_nothing_else(old):
    file = make_kept(old)
    row = ReportFile.objects.filter(pk=file.pk)
    now = timezone.now()
    whole = {"disposed_at": now, "disposed_reason": "By rule", "storage_key": ""}
    for wrong in (
        {"storage_key": ""},
        {"storage_key": "other"},
        {"disposed_at": now, "disposed_reason": "By rule"},
        {"disposed_at": now, "storage_key": ""},
        {**whole, "sha256": "0" * 64},
        {**whole, "issue_number": None},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.update(**wrong)
    row.update(**whole)
    for later in (
        {"disposed_at": None, "disposed_reason": "", "storage_key": file.storage_key},
        {"disposed_reason": "Another"},
        {"disposed_at": now + timedelta(days=1)},
        {"storage_key": "other"},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.update(**later)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportFile.objects.filter(pk=file.pk).delete()
    assert not missing_guards()
    assert row.get().disposed_at == now


def test_no_document_is_made_of_what_was_deleted(organisation, old, manager):
    delete_by_retention(organisation=organisation, assessments=[old.pk], items=[], by=manager)
    old.refresh_from_db()
    with pytest.raises(CannotBeMade, match="The texts of Old visit were deleted"):
        ask_for_report(subject=Subject(old), report="summary", by=manager)


def test_a_hold_stops_all_of_it(portfolio, organisation, old, unused, manager):
    governance = make_user(Role.GOVERNANCE, organisation)
    set_hold(organisation=organisation, portfolio=portfolio, reason="Tribunal", by=governance)
    set_hold(organisation=organisation, item=unused, reason="Tribunal", by=governance)
    due = what_is_due(organisation)
    assert [each.held for each in (*due.assessments, *due.items)] == ["Tribunal"] * 2
    for chosen in (
        {"assessments": [old.pk], "items": []},
        {"assessments": [], "items": [unused.pk]},
    ):
        with pytest.raises(NotDestroyed, match="Tribunal"):
            delete_by_retention(organisation=organisation, by=manager, **chosen)
    assert EvidenceVersion.objects.filter(destroyed_at__isnull=False).count() == 0


def test_a_manager_deletes_nothing_of_another_service_nor_corporate(portfolio, organisation):
    with years_ago(7):
        corporate = make_item(portfolio, corporate=True)
        make_version(corporate)
    manager = make_user(Role.MANAGER, portfolio.service)
    with pytest.raises(NotDestroyed, match="not yours"):
        delete_by_retention(
            organisation=organisation, assessments=[], items=[corporate.pk], by=manager
        )
    administrator = make_user(Role.ADMINISTRATOR, organisation)
    assert delete_by_retention(
        organisation=organisation, assessments=[], items=[corporate.pk], by=administrator
    ) == (0, 1)


def test_all_or_nothing_where_something_is_no_longer_due(portfolio, organisation, unused, manager):
    fresh = make_item(portfolio)
    make_version(fresh)
    with pytest.raises(NotDestroyed, match="no longer due"), transaction.atomic():
        delete_by_retention(
            organisation=organisation, assessments=[], items=[unused.pk, fresh.pk], by=manager
        )
    assert check_custody().disposed == 0


def test_the_database_wants_a_disposal_whole(old, manager):
    with pytest.raises(IntegrityError, match="assessment_disposal_whole"), transaction.atomic():
        Assessment.objects.filter(pk=old.pk).update(disposed_at=timezone.now())


def test_the_start_page_of_a_manager_says_how_much_is_due(organisation, old, unused, manager):
    client = sign_in(Client(), manager)
    assert not RetentionDue.objects.exists()
    clear_up.func()
    page = client.get("/").content.decode()
    assert "Assessments: 1. Items of evidence that nothing uses: 1." in page
    assert reverse("assessments:retention", args=[organisation.slug]) in page
    other = make_user(Role.OFFICER, make_portfolio().service)
    assert "past its time" not in sign_in(Client(), other).get("/", follow=True).content.decode()


def test_it_is_deleted_in_two_steps(organisation, old, unused, manager):
    client = sign_in(Client(), manager)
    address = reverse("assessments:delete_by_retention", args=[organisation.slug])
    ticked = {"assessment": old.pk, "item": unused.pk}
    page = client.post(address, ticked).content.decode()
    assert "Delete for good" in page
    assert EvidenceVersion.objects.filter(destroyed_at__isnull=False).count() == 0
    client.post(address, ticked | {"confirm": "yes"})
    assert EvidenceVersion.objects.filter(destroyed_at__isnull=False).count() == 1
    slugs = [old.portfolio.service.slug, old.portfolio.standard.slug, old.pk]
    visit = client.get(reverse("assessments:visit", args=slugs)).content.decode()
    assert "The texts of this assessment are no longer kept" in visit


@pytest.mark.parametrize("count", [2, 12])
def test_nine_statements_however_much_is_due(
    portfolio, organisation, old, manager, count, django_assert_num_queries
):
    with years_ago(7):
        for _each in range(count):
            make_version(make_item(portfolio))
    client = sign_in(Client(), manager)
    with django_assert_num_queries(9):
        client.get(reverse("assessments:retention", args=[organisation.slug]))


def test_counting_again_forgets_what_was_deleted(organisation, unused, manager):
    count_due(organisation)
    assert RetentionDue.objects.get().items == 1
    delete_by_retention(organisation=organisation, assessments=[], items=[unused.pk], by=manager)
    assert not RetentionDue.objects.exists()
