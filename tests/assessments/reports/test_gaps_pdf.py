"""The gap report, read back from the file that is handed out."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from assessments.reports.content.gaps import (
    GapElement,
    GapKind,
    GapLine,
    GapReport,
    ItemNote,
    LateImprovement,
    WaitingRequest,
)
from tests.builders.index_content import FRAME
from tests.builders.papers import pdf_of

from .pdf_reader import (
    bookmarks,
    fails_accessibility,
    header_scopes,
    heading_levels,
    link_targets,
    page_words,
    places,
    rows_without_headers,
    words,
)

pytestmark = pytest.mark.any_database

STALE = GapLine("stale", "CSS401 is stale", "Replace CSS401", blocks=True, codes=("CSS401",))
PLACE = GapLine("no-place", "CSS402 has 9 pages", "Say where", blocks=False)


def make_elements(count: int) -> tuple[GapElement, ...]:
    owners = ("", "Isla Campbell", "<b>Morag</b> & Co")
    return tuple(
        GapElement(
            f"1.1.{n}",
            f"We do all that element 1.1.{n} asks of us, every day of the year.",
            owner=owners[n % 3],
            due_on=date(2026, 11, 1) if n % 2 else None,
            days_late=20 if n % 2 else 0,
            gaps=() if n % 5 == 0 else (STALE, PLACE) if n % 4 else (PLACE,),
        )
        for n in range(1, count + 1)
    )


@pytest.fixture(scope="module")
def content():
    return GapReport(
        **FRAME
        | {"is_draft": False, "notice": "A working paper: how things stood on 21 November 2026."},
        title="Gap report",
        outcome_heading="Ready for submission",
        outcome="14 of 60 elements",
        outcome_sentence="First: Finish 1 element.",
        as_of=date(2026, 11, 21),
        looks_at="What it lacks before it is submitted.",
        under_review=make_elements(60),
        kinds=(
            GapKind("stale", "Stale evidence", "Add a newer file.", blocks=True),
            GapKind("no-place", "Long documents", "Give a page.", blocks=False),
        ),
        most_elements=3,
        over_cited=(ItemNote("C017", "Charter", elements=("1.1.1", "1.1.2", "1.1.3", "1.1.4")),),
        stale=(ItemNote("CSS401", "Old survey", "covers to May 2020", "Isla Campbell"),),
        uncited=(ItemNote("CSS500", "Spare"),),
        improvements=(
            LateImprovement(
                *("1.1.1", "Write it\ndown", "Full 2025", "Isla Campbell"),
                *(date(2026, 10, 1), 51, "Under way"),
            ),
        ),
        requests=(WaitingRequest("1.1.2", "Show <me>", "Helen Whitworth", date(2026, 11, 20), 1),),
        first=("Finish 1 element.", "Rate 2 elements."),
        visit_on=date(2027, 3, 22),
    )


@pytest.fixture(scope="module")
def pdf(content):
    return pdf_of(content, "gaps")


def test_the_gap_report_is_valid_pdf_ua(pdf, tmp_path):
    assert fails_accessibility(pdf, tmp_path) == ""


def test_every_row_has_a_header_and_headings_come_in_order(pdf):
    assert rows_without_headers(pdf) == 0
    assert set(header_scopes(pdf)) == {"/Row", "/Column"}
    levels = heading_levels(pdf)
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [each for each in bookmarks(pdf) if not each.startswith(" ")] == [
        *("Where things stand", "By owner", "By kind of gap", "Evidence to look at"),
        "What waits",
    ]


def test_the_first_page_answers_how_far_things_are(pdf):
    cover = page_words(pdf)[0]
    assert "14 of 60 elements" in cover and "First: Finish 1 element." in cover
    assert "how things stood on 21 November 2026" in cover


def test_all_that_is_known_is_said(pdf):
    text = words(pdf)
    for said in (
        "Nobody’s yet",
        "<b>Morag</b> & Co",
        "20 days late",
        "CSS401 is stale",
        "Stale evidence",
        "Cited for more than the customary 3 elements.",
        "covers to May 2020",
        "CSS500: Spare",
        "Show <me>",
        "51 days late",
        "days until the visit",
    ):
        assert said in text, said


def test_codes_lead_to_their_elements(pdf, content):
    assert {"e-1.1.1", "e-1.1.60"} <= places(pdf)
    assert link_targets(pdf) <= places(pdf)


def test_the_table_of_an_owner_repeats_its_heads(pdf):
    pages = [page for page in page_words(pdf) if "CSS402 has 9 pages" in page]
    assert len(pages) > 1
    assert all("Worth a look" in page for page in pages)


def test_a_report_of_nothing_says_so(content, tmp_path):
    empty = replace(
        content,
        under_review=(),
        over_cited=(),
        stale=(),
        uncited=(),
        improvements=(),
        requests=(),
        first=(),
        visit_on=None,
    )
    pdf = pdf_of(empty, "gaps")
    text = words(pdf)
    for said in (
        "Nothing is under review.",
        "There is nothing left to do.",
        "No item is cited for more than the customary 3 elements.",
        "No item is stale.",
        "No request waits for an answer.",
        "No improvement is overdue.",
    ):
        assert said in text, said
    assert fails_accessibility(pdf, tmp_path) == ""
