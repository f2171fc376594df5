"""The assessor's report, read back from the file that is handed out."""

from datetime import date

import pytest

from assessments.reports.content import Improvement
from tests.builders.assessor_report import make_report_content
from tests.builders.papers import pdf_of
from tests.builders.report_content import (
    PARTIAL,
    make_content_of_the_standard,
    make_element_content,
    make_summary_content,
)

from .pdf_reader import bookmarks, fails_accessibility, header_scopes, page_words, words

pytestmark = pytest.mark.any_database

HOSTILE = (
    '<img src="file:///etc/passwd"> <link rel=attachment href=//inner.example>\n\n'
    "- <script>alert(1)</script>\n- } body { display: none } /*\n\n" + "x" * 900
)


@pytest.fixture(scope="module")
def content():
    return make_report_content(
        make_content_of_the_standard(),
        {"introduction": "We came by ferry.\n\nTwice:\n- in May\n- in June", "method": HOSTILE},
        improvements=(
            Improvement("1.1.1", "Ask the islands", PARTIAL, "Isla Campbell", date(2027, 3, 1)),
        ),
        statement="A careful service.",
        signed_by="Morgan Hale",
        signed_on=date(2026, 11, 19),
    )


@pytest.fixture(scope="module")
def pdf(content):
    return pdf_of(content, "assessor")


@pytest.fixture(scope="module")
def text(pdf):
    return words(pdf)


def test_the_report_is_valid_pdf_ua(pdf, tmp_path):
    assert fails_accessibility(pdf, tmp_path) == ""
    assert set(header_scopes(pdf)) == {"/Row", "/Column"}


def test_the_parts_follow_each_other_as_bookmarks_and_in_the_text(pdf, text):
    assert [each for each in bookmarks(pdf) if not each.startswith(" ")] == [
        "Contents",
        "Key information",
        "Introduction",
        "Method",
        "Summary of strengths",
        "Findings by criterion",
        "Compliance table",
        "Areas for improvement",
        "Conclusion",
        "Recommendation",
    ]
    at = 0
    for said in (
        *("Under review 19 of 57", "We came by ferry.", "What the part strengths says."),
        *("What the part criterion-1 says.", "What the part criterion-5 says."),
        *("Criterion by criterion", "Ask the islands Isla Campbell 1 March 2027"),
        *("Standard met", "What the part conclusion says.", "A careful service."),
        *("The assessor recommends that it be awarded.", "What the part recommendation says."),
        "Signed by Morgan Hale on 19 November 2026",
    ):
        assert said in text[at:], said
        at = text.index(said, at)


def test_every_element_stands_in_the_compliance_table_with_its_rating(text, content):
    table = text[text.rindex("Criterion by criterion") : text.rindex("Areas for improvement")]
    for element in content.elements:
        printed = f"{element.code} {element.text}".replace(" ", "")
        assert printed in table.replace(" ", "")
    assert table.count("Self-rating Rating Evidence accepted") >= 5
    assert "Partials used, of those allowed" in table


def test_the_assessors_comments_stand_with_their_criterion(text):
    findings = text[text.index("What the part criterion-1 says.") :]
    assert "Seen at the visit." in findings[: findings.index("What the part criterion-2 says.")]


def test_what_was_typed_is_printed_as_text(text):
    for typed in ("file:///etc/passwd", "<script>alert(1)</script>", "} body { display: none }"):
        assert typed in text
    assert text.replace("\u200b", "").replace(" ", "").count("x" * 900) == 1
    assert "We came by ferry. Twice: in May in June" in text


def test_a_signed_report_does_not_call_itself_a_draft_and_another_does_on_every_page(pdf):
    assert "Draft" not in words(pdf)
    small = make_summary_content(make_element_content())
    pages = page_words(pdf_of(make_report_content(small, is_draft=True), "assessor"))
    assert all("Draft" in page for page in pages)
    assert "Signature and date" in " ".join(pages)
