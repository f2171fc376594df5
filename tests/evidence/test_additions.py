"""What joins the locked evidence on request: it never changes what was submitted."""

import pytest

from accounts.enums import Role
from evidence.actions import ItemWithdrawn, add_to_snapshot, archive_link, withdraw_item
from evidence.enums import LinkStatus, Listing
from evidence.models import EvidenceLink, SnapshotLink
from tests.builders.assessments import make_submitted
from tests.builders.evidence import (
    make_item,
    make_link,
    make_portfolio,
    make_redacted,
    make_version,
)
from tests.builders.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(portfolio):
    return make_user(Role.OFFICER, portfolio.service)


@pytest.fixture
def portfolio():
    return make_portfolio()


@pytest.fixture
def item(portfolio):
    item = make_item(portfolio)
    make_version(item)
    make_link(portfolio, item)
    return item


@pytest.fixture
def assessment(item, portfolio):
    return make_submitted(portfolio)


def frozen(assessment):
    """All that was submitted, to the last word."""
    return list(assessment.snapshot.links.filter(added_on_request=False).order_by("pk").values())


def add(assessment, item, by):
    link = EvidenceLink.objects.select_related("item", "element").get(
        portfolio=assessment.portfolio, item=item
    )
    return add_to_snapshot(snapshot=assessment.snapshot, link=link, by=by)


def test_a_new_item_comes_at_the_end_of_its_list_marked_with_its_day(
    assessment, portfolio, officer
):
    before = frozen(assessment)
    later = make_item(portfolio)
    version = make_version(later)
    make_link(portfolio, later, locator="Page 3")

    line = add(assessment, later, officer)

    assert (line.added_on_request, line.position, line.listing) == (True, 2, Listing.NEW)
    assert (line.version, line.locator, line.code) == (version, "Page 3", later.code)
    assert line.added_at
    assert frozen(assessment) == before


def test_a_newer_version_of_what_was_submitted_has_a_line_of_its_own(assessment, item, officer):
    before = frozen(assessment)
    newer = make_version(item)

    line = add(assessment, item, officer)

    assert line.version == newer
    assert frozen(assessment) == before
    assert assessment.snapshot.links.filter(item=item).count() == 2


def test_what_the_assessor_has_already_is_not_added_again(assessment, item, officer):
    line = add(assessment, item, officer)
    assert not line.added_on_request
    assert assessment.snapshot.links.count() == 1


def test_the_redacted_copy_joins_in_place_of_the_original(assessment, item, officer):
    copy = make_redacted(make_version(item))
    assert add(assessment, item, officer).version == copy


def test_an_item_without_a_file_joins_once(assessment, portfolio, officer):
    bare = make_item(portfolio)
    make_link(portfolio, bare)
    assert add(assessment, bare, officer) == add(assessment, bare, officer)


def test_corporate_evidence_follows_the_corporate_list(assessment, portfolio, officer):
    corporate = make_item(portfolio, corporate=True)
    make_link(portfolio, corporate, status=LinkStatus.ACTIVE)
    line = add(assessment, corporate, officer)
    assert (line.listing, line.position) == (Listing.CORPORATE, 1)


def test_what_was_withdrawn_does_not_join(assessment, portfolio, officer):
    later = make_item(portfolio)
    make_link(portfolio, later)
    withdraw_item(item=later, reason="Wrong file", by=officer)
    link = EvidenceLink.objects.select_related("item", "element").get(item=later)
    with pytest.raises(ItemWithdrawn):
        add_to_snapshot(snapshot=assessment.snapshot, link=link, by=officer)


def test_what_is_no_longer_used_afterwards_stays_with_the_assessor(assessment, portfolio, officer):
    later = make_item(portfolio)
    link = make_link(portfolio, later)
    line = add(assessment, later, officer)
    archive_link(link=link, reason="Replaced", by=officer)
    assert SnapshotLink.objects.filter(pk=line.pk, status=LinkStatus.NEW).exists()
