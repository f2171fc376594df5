"""Each piece of evidence beside the last visit: unchanged, refreshed, new, no longer used."""

from datetime import date

import pytest

from assessments.changes import Change, changes_in_snapshot, changes_since_last
from evidence.actions import archive_link
from tests.builders.assessments import make_assessment, make_completed, make_grant, make_submitted
from tests.builders.evidence import (
    element_of,
    make_item,
    make_link,
    make_redacted,
    make_version,
)
from tests.builders.files import pdf
from tests.builders.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(portfolio):
    """Four items with files, all shown at the visit of 2025."""
    items = {}
    for name in ("same", "newer", "covered", "gone"):
        items[name] = make_item(portfolio, title=f"The {name} one")
        make_version(items[name])
        make_link(portfolio, items[name])
    make_completed(portfolio, label="Full 2025", visit_on=date(2025, 3, 1))
    return items


@pytest.fixture
def this_year(portfolio, items):
    """Since then one has a new file, one a redacted copy, one is used no more, one is added."""
    make_version(items["newer"], pdf("More of it"))
    make_redacted(items["covered"].versions.get())
    archive_link(link=portfolio.links.get(item=items["gone"]), reason="Too old", by=None)
    items["added"] = make_item(portfolio, title="The added one")
    make_version(items["added"])
    make_link(portfolio, items["added"])
    return items


EXPECTED = {
    "same": Change.UNCHANGED,
    "newer": Change.REFRESHED,
    "covered": Change.REFRESHED,
    "added": Change.NEW,
}


def assert_told(changes, items):
    assert changes.by_item == {items[name].pk: change for name, change in EXPECTED.items()}
    assert [(gone.code, gone.title) for gone in changes.dropped] == [
        (items["gone"].code, "The gone one")
    ]
    assert changes.since == "2025"
    assert changes.words[items["newer"].pk] == "newer version since 2025"
    assert changes.dropped_words == "no longer used since 2025"


def test_what_is_cited_now_is_told_beside_the_last_visit(
    portfolio, this_year, django_assert_num_queries
):
    element = element_of(portfolio)
    with django_assert_num_queries(1):
        changes = changes_since_last(portfolio, element)
    assert_told(changes, this_year)


def test_what_was_submitted_is_told_beside_the_visit_before(
    portfolio, this_year, django_assert_num_queries
):
    review = make_submitted(portfolio, label="Review 2026", kind="annual-review-1")
    make_version(this_year["same"], pdf("After the submission"))
    element = element_of(portfolio)
    with django_assert_num_queries(1):
        changes = changes_in_snapshot(review, element)
    assert_told(changes, this_year)


def test_before_the_first_visit_is_over_nothing_is_said(portfolio):
    make_link(portfolio, make_item(portfolio))
    make_assessment(portfolio)
    changes = changes_since_last(portfolio, element_of(portfolio))
    assert changes.since == "" and not changes.by_item and not changes.words


def test_another_element_has_changes_of_its_own(portfolio, this_year):
    changes = changes_since_last(portfolio, element_of(portfolio, "1.1.2"))
    assert not changes.by_item and not changes.dropped


def test_the_element_page_and_the_desk_say_what_changed(
    portfolio, this_year, base, as_officer, client, words
):
    page = words(as_officer.get(f"{base}/elements/1.1.1/"))
    assert "Newer version since 2025" in page and "Unchanged since 2025" in page
    gone = this_year["gone"]
    assert f"No longer used since 2025: {gone.code} The gone one" in page
    review = make_submitted(portfolio, label="Review 2026", kind="annual-review-1")
    sign_in(client, make_grant(review).reader)
    desk = words(client.get(f"/assessments/{review.pk}/elements/1.1.1/"))
    assert "(newer version since 2025)" in desk and "(new since 2025)" in desk
    assert f"No longer used since 2025: {gone.code} The gone one" in desk


def test_where_there_was_no_visit_before_the_pages_say_nothing(portfolio, base, as_officer, words):
    make_link(portfolio)
    make_assessment(portfolio)
    assert "since 20" not in words(as_officer.get(f"{base}/elements/1.1.1/"))
