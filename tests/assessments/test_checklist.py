"""What is missing: said by one function, to the pages and to the refusal alike."""

from datetime import date

import pytest

from assessments.actions import (
    Incomplete,
    approve_elements,
    return_element,
    submit_assessment,
)
from assessments.checklist import what_is_missing
from assessments.enums import Approval
from assessments.gap_kinds import BLOCKING, KINDS, WARNINGS
from assessments.models import ElementAssessment
from evidence.enums import LinkStatus, Marking, Scan
from evidence.models import EvidenceItem, EvidenceVersion, PageOfWords
from tests.builders.assessments import (
    fill,
    make_assessment,
    row_of,
    self_assess,
    self_assess_all,
    send,
)
from tests.builders.evidence import (
    element_of,
    make_item,
    make_link,
    make_portfolio,
    make_redacted,
    make_version,
)
from tests.builders.people import make_user
from tests.builders.standards import load_cse, make_standard

pytestmark = pytest.mark.django_db


def missing(assessment):
    return [(gap.element_code, gap.kind) for gap in what_is_missing(assessment)]


def said(assessment):
    return [(gap.kind, gap.message, gap.action) for gap in what_is_missing(assessment)]


@pytest.fixture
def portfolio():
    return make_portfolio()


@pytest.fixture
def assessment(portfolio):
    """One element under review, rated and described, with a sound item."""
    made = make_assessment(portfolio, under_review=["1.1.1"])
    cite(portfolio, 201)
    self_assess(made)
    return made


def cite(portfolio, number, *, pages=1, corporate=False, status=LinkStatus.NEW, **words):
    """An item with a file of so many pages, cited for 1.1.1."""
    item = make_item(portfolio, number=number, corporate=corporate)
    version = make_version(item)
    PageOfWords.objects.bulk_create(
        PageOfWords.make(version=version.pk, number=at, place=f"Page {at}", words="words")
        for at in range(1, pages + 1)
    )
    make_link(portfolio, item, status=status, **words)
    return item


def test_an_element_that_is_whole_lacks_nothing(assessment):
    assert missing(assessment) == []


def test_an_untouched_element_lacks_everything():
    assert said(make_assessment(under_review=["1.1.2"])) == [
        ("no-self-rating", "No self-rating yet", "Choose a self-rating"),
        ("no-evidence", "No evidence yet", "Add evidence"),
        ("no-commentary", "No commentary yet", "Write the commentary"),
    ]


def test_spaces_are_no_commentary(assessment):
    self_assess(assessment, commentary=" \n ")
    assert missing(assessment) == [("1.1.1", "no-commentary")]


def test_last_years_commentary_has_to_be_looked_at_and_saved_again(assessment):
    ElementAssessment.objects.update(commentary_from="2025")
    assert said(assessment) == [
        (
            "old-commentary",
            "The commentary is that of 2025",
            "Read the commentary again and save it",
        )
    ]
    self_assess(assessment, commentary=row_of(assessment).commentary)
    assert missing(assessment) == []


def test_stale_evidence_is_named_with_its_reason(assessment, portfolio):
    EvidenceItem.objects.filter(number=201).update(review_by=date(2020, 9, 18))
    assert said(assessment) == [
        (
            "stale",
            "CSS201 is stale: review was due 18 September 2020",
            "Replace CSS201 or confirm it",
        )
    ]
    EvidenceItem.objects.filter(pk=cite(portfolio, 202).pk).update(covers_to=date(2018, 3, 31))
    assert said(assessment) == [
        ("stale", "2 items are stale: CSS201, CSS202", "Replace CSS201, CSS202 or confirm it")
    ]


def test_an_item_without_a_file_is_named(assessment, portfolio):
    make_link(portfolio, make_item(portfolio, number=202))
    assert said(assessment) == [("no-file", "CSS202 has no file to read", "Add the file of CSS202")]


def test_a_harmful_file_is_none(assessment):
    EvidenceVersion.objects.update(scan=Scan.INFECTED)
    assert missing(assessment) == [("1.1.1", "no-file")]


def test_an_item_that_waits_for_the_virus_scanner_is_named(assessment):
    EvidenceVersion.objects.update(scan=Scan.WAITING)
    assert said(assessment) == [
        ("being-checked", "CSS201 is being checked for viruses", "Wait for the check of CSS201")
    ]


def test_a_long_new_document_wants_a_place(assessment, portfolio):
    cite(portfolio, 202, pages=5)
    assert missing(assessment) == []
    cite(portfolio, 203, pages=6)
    assert said(assessment) == [
        ("no-place", "CSS203 has 6 pages and no place is given", "Say where to look in CSS203")
    ]
    row_of(assessment).element.links.filter(item__number=203).update(locator="Page 2")
    assert missing(assessment) == []


def test_a_long_document_that_is_active_was_found_before(portfolio):
    made = make_assessment(portfolio, under_review=["1.1.1"])
    cite(portfolio, 203, pages=60, status=LinkStatus.ACTIVE)
    self_assess(made)
    assert missing(made) == []


def test_the_pages_counted_are_those_of_the_copy_that_the_assessor_reads(assessment, portfolio):
    make_redacted(cite(portfolio, 203, pages=60).versions.get())
    assert missing(assessment) == []


def test_a_newer_original_without_a_redacted_copy_is_named(assessment, portfolio):
    item = EvidenceItem.objects.get(number=201)
    make_redacted(item.versions.get())
    assert missing(assessment) == []
    make_version(item, b"", "newer.pdf")
    assert said(assessment) == [
        (
            "not-redacted",
            "CSS201 has no redacted copy of its latest version",
            "Add a redacted copy of CSS201",
        )
    ]


def test_a_sensitive_item_wants_a_redacted_copy(assessment):
    EvidenceItem.objects.update(marking=Marking.OFFICIAL_SENSITIVE)
    assert missing(assessment) == [("1.1.1", "not-redacted")]


def test_more_than_the_customary_three_of_a_kind_is_a_warning():
    portfolio = make_portfolio(standard=load_cse())
    made = make_assessment(portfolio, under_review=["1.1.1"])
    self_assess(made, rating="compliant")
    for number in range(1, 4):
        cite(portfolio, number)
        cite(portfolio, number, corporate=True)
    assert missing(made) == []
    cite(portfolio, 4)
    cite(portfolio, 4, corporate=True)
    assert said(made) == [
        (
            "many-service",
            "4 service items, more than the customary 3",
            "Choose the service items that show most",
        ),
        (
            "many-corporate",
            "4 corporate items, more than the customary 3",
            "Choose the corporate items that show most",
        ),
    ]


def test_new_and_active_service_items_count_together_and_are_not_to_be_mixed():
    portfolio = make_portfolio(standard=load_cse())
    made = make_assessment(portfolio, under_review=["1.1.1"])
    self_assess(made, rating="compliant")
    for number, status in enumerate(["new", "new", "active", "active"], start=1):
        cite(portfolio, number, status=status)
    assert [kind for _code, kind in missing(made)] == ["many-service", "mixed"]


def test_approval_that_was_asked_for_is_waited_for_and_a_return_says_why(assessment):
    manager = make_user()
    send(assessment)
    assert said(assessment) == [
        (
            "not-approved",
            "Sent for approval and not approved yet",
            "Wait for the manager’s approval",
        )
    ]
    return_element(row=row_of(assessment), reason="Name the survey", by=manager)
    assert said(assessment) == [
        (
            "returned",
            "The manager returned it: Name the survey",
            "Put right what the manager asks for",
        )
    ]
    send(assessment)
    approve_elements(rows=[row_of(assessment)], by=manager)
    assert row_of(assessment).approval == Approval.APPROVED
    assert missing(assessment) == []


def test_what_is_missing_stands_in_the_way_and_warnings_do_not():
    assert BLOCKING == (
        "no-self-rating",
        "no-evidence",
        "no-commentary",
        "old-commentary",
        "stale",
        "no-file",
        "being-checked",
    )
    assert WARNINGS == (
        "returned",
        "not-approved",
        "no-place",
        "not-redacted",
        "many-service",
        "many-corporate",
        "mixed",
    )
    assert all(about.remedy for about in KINDS.values())


def test_what_does_not_apply_needs_no_evidence():
    portfolio = make_portfolio(standard=load_cse())
    made = make_assessment(portfolio, under_review=["1.1.1"])
    self_assess(made, rating="not-applicable", commentary="We have no counter.")
    assert missing(made) == []


def test_evidence_that_is_no_longer_used_does_not_count(portfolio):
    make_link(portfolio, status=LinkStatus.ARCHIVED)
    assessment = make_assessment(portfolio, under_review=["1.1.1"])
    self_assess(assessment)
    assert missing(assessment) == [("1.1.1", "no-evidence")]


def test_evidence_of_another_service_does_not_count():
    standard = make_standard()
    make_link(make_portfolio(standard=standard))
    assessment = make_assessment(make_portfolio(standard=standard), under_review=["1.1.1"])
    self_assess(assessment)
    assert missing(assessment) == [("1.1.1", "no-evidence")]


def test_the_list_follows_the_standard_and_not_the_letters_of_its_codes():
    portfolio = make_portfolio(standard=make_standard("long", elements=11))
    assessment = make_assessment(portfolio)
    self_assess_all(assessment)
    codes = [code for code, _kind in missing(assessment)]
    assert codes == [f"1.1.{number}" for number in range(1, 12)]


@pytest.mark.parametrize("items", [3, 300])
def test_it_costs_the_same_for_any_number_of_elements_and_items(items, django_assert_num_queries):
    portfolio = make_portfolio(standard=make_standard("long", elements=30))
    fill(portfolio, items, [element_of(portfolio, f"1.1.{at}") for at in range(1, 31)])
    assessment = make_assessment(portfolio)
    with django_assert_num_queries(1):
        what_is_missing(assessment)


def test_every_page_and_the_refusal_say_the_same(portfolio, base, as_manager, words):
    made = make_assessment(portfolio, under_review=["1.1.1"])
    make_link(portfolio, make_item(portfolio, number=202))
    expected = [gap.message for gap in what_is_missing(made)]
    assert expected == ["No self-rating yet", "No commentary yet", "CSS202 has no file to read"]
    with pytest.raises(Incomplete) as refusal:
        submit_assessment(assessment=made, by=make_user())
    assert [gap.message for gap in refusal.value.gaps] == expected
    refused = as_manager.post(f"{base}/assessment/submit/")
    for response in (
        as_manager.get(f"{base}/elements/1.1.1/"),
        as_manager.get(f"{base}/?view=table"),
        as_manager.get(f"{base}/assessment/submit/"),
        refused,
    ):
        page = words(response)
        assert [message for message in expected if message not in page] == []
    assert refused.status_code == 422
    page = words(as_manager.get(f"{base}/assessment/"))
    for gap in what_is_missing(made):
        assert str(gap.about.heading) in page
