"""The evidence index, read back from the file that is handed out."""

import re
from datetime import date
from itertools import pairwise

import pytest

from assessments.reports.content.index import Citation
from tests.builders.index_content import (
    make_index_content,
    make_indexed_item,
    make_indexed_version,
)
from tests.builders.papers import html_of, pdf_of

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

HOSTILE = "<img src=file:///etc/passwd> & <link rel=attachment> "


@pytest.fixture(scope="module")
def content():
    many = tuple(make_indexed_version(number) for number in range(30, 0, -1))
    return make_index_content(
        *(make_indexed_item(f"CSS{number}") for number in range(201, 230)),
        make_indexed_item("CSS300", versions=many),
        make_indexed_item("CSS301", title=HOSTILE * 3, owner="x" * 400, stale="covers to May 2020"),
        make_indexed_item(
            "C017",
            is_corporate=True,
            cited_for=(
                Citation("1.1.1", "corporate", 2),
                Citation("1.1.2", "corporate", 1, on_request=date(2026, 12, 1)),
            ),
        ),
        make_indexed_item(
            *("CSS400",),
            cited_for=(),
            versions=(),
            withdrawn_on=date(2026, 5, 1),
            withdrawn_reason="Never adopted",
        ),
    )


@pytest.fixture(scope="module")
def pdf(content):
    return pdf_of(content, "index")


def test_the_index_is_valid_pdf_ua(pdf, tmp_path):
    assert fails_accessibility(pdf, tmp_path) == ""


def test_every_row_has_a_header_and_every_header_says_what_it_heads(pdf):
    assert rows_without_headers(pdf) == 0
    assert set(header_scopes(pdf)) == {"/Row", "/Column"}


def test_headings_come_in_order_and_are_the_bookmarks(pdf):
    levels = heading_levels(pdf)
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    found = bookmarks(pdf)
    assert [each for each in found if not each.startswith(" ")] == [
        *("Overview", "Service evidence", "Corporate evidence", "Not cited"),
        "The elements and their evidence",
    ]


def test_links_lead_from_items_to_elements_and_back(pdf, content):
    targets, known = link_targets(pdf), places(pdf)
    for item in content.items:
        assert item.anchor in known
        assert item.anchor in targets or not item.cited_for
    assert {"e-1.1.1", "e-1.1.2"} <= targets & known
    assert targets <= known


def test_every_checksum_can_be_read_whole(pdf, content):
    text = re.sub(r"\s", "", words(pdf))
    assert all(version.sha256 in text for version in content.versions)


def test_tables_repeat_their_heads(pdf):
    pages = [page for page in page_words(pdf) if "Version 1 CSS2" in page]
    assert len(pages) > 1
    assert all("Files, each with its SHA-256" in page for page in pages)


def test_a_draft_says_so_on_every_page(pdf):
    assert all("Draft" in page for page in page_words(pdf))


def test_what_was_typed_is_shown_as_text(content, pdf):
    assert "<img src=file" not in html_of(content, "index")
    assert "<img src=file:///etc/passwd>" in words(pdf)


def test_an_item_says_its_places_and_what_became_of_it(pdf):
    text = words(pdf)
    assert "Corporate 2" in text and "on request, 1 December 2026" in text
    assert "Withdrawn 1 May 2026: Never adopted" in text
    assert "Stale: covers to May 2020" in text
