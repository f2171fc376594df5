"""The Assessment Summary, read back from the file that is handed out."""

import gc
from dataclasses import replace
from datetime import date

import pytest

from assessments.reports.content import Improvement, Remark
from tests.builders.papers import html_of, pdf_of
from tests.builders.report_content import (
    COMPLIANT,
    PARTIAL,
    accepted,
    make_content_of_the_standard,
    make_element_content,
    make_evidence_line,
    make_summary_content,
)

from .pdf_reader import bookmarks, fails_accessibility, header_scopes, page_lines, page_words, words


@pytest.fixture(scope="module")
def content():
    return make_content_of_the_standard()


@pytest.fixture(scope="module")
def pdf(content):
    return pdf_of(content)


@pytest.fixture(scope="module")
def text(pdf):
    return words(pdf)


def test_the_summary_is_valid_pdf_ua(pdf, tmp_path):
    assert fails_accessibility(pdf, tmp_path) == ""


def test_title_and_language_are_those_of_the_document(pdf):
    from io import BytesIO

    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/Title"]) == (
            "Assessment Summary: Argyll and Bute Council, Customer Support Services"
        )
        assert str(opened.Root.Lang) == "en-GB"
        assert opened.Root.ViewerPreferences.DisplayDocTitle


def test_bookmarks_lead_through_the_standard_in_order(pdf, content):
    expected = ["Contents", "Overview"]
    for criterion in content.criteria:
        expected.append(f"{criterion.code}: {criterion.title}")
        for sub in criterion.sub_criteria:
            expected.append(f"  {sub.code}: {sub.title}")
            expected += [f"    {e.code}: {e.short_text}" for e in sub.elements]
    assert bookmarks(pdf) == [*expected, "Evidence index"]


def test_every_header_cell_says_what_it_heads(pdf):
    scopes = header_scopes(pdf)
    assert len(scopes) > 57
    assert set(scopes) == {"/Row", "/Column"}


def test_the_title_block_names_organisation_template_and_service(pdf):
    cover = page_words(pdf)[0]
    assert "Argyll and Bute Council" in cover
    assert (
        "Argyll and Bute Council Corporate Template "
        "Argyll and Bute Council - Customer Support Services"
    ) in cover
    assert "Assessment Summary" in cover
    assert "site visit 18 and 19 November 2026" in cover


def test_every_element_prints_its_lists_in_order_under_its_own_heading(text, content):
    position = 0
    for element in content.elements:
        expected = [f"{element.code}: {element.text}"]
        expected += [f"{clause.code}: {clause.text}" for clause in element.clauses]
        for heading, lines in (
            ("New evidence", element.new),
            ("Active evidence", element.active),
            ("Corporate evidence", element.corporate),
        ):
            if lines:
                expected += [heading, *(f"{line.code}: {line.title}" for line in lines)]
        for words_expected in expected:
            found = text.find(words_expected, position)
            assert found >= 0, f"{words_expected} is missing or out of place in {element.code}"
            position = found + len(words_expected)


def test_pages_are_numbered_and_headed_with_criterion_and_element(pdf, content):
    pages = page_words(pdf)
    for number, page in enumerate(pages[1:], start=2):
        assert f"Page {number} of {len(pages)}" in page
        assert "Argyll and Bute Council, Customer Support Services" in page
    opening = next(page for page in pages if "1: Customer Insight 11 elements" in page)
    assert "1: Customer Insight from 1.1.1" in opening.replace("\xa0", " ")


def test_the_same_content_gives_the_same_bytes(pdf, content):
    assert pdf_of(content) == pdf


def test_garbage_collection_is_on_again_afterwards(pdf):
    assert gc.isenabled()


def test_an_accepted_element_names_who_and_when():
    text = words(pdf_of(make_summary_content(accepted(make_element_content()))))
    assert "Accepted by Morgan Hale, 18 November 2026" in text
    assert "Signature and date" not in text


def test_an_element_not_accepted_has_an_empty_box_to_sign():
    text = words(pdf_of(make_summary_content(make_element_content(rating=COMPLIANT))))
    assert "Signature and date" in text
    assert "Accepted by" not in text


def test_a_rating_carried_forward_says_from_when():
    element = make_element_content(rating=PARTIAL, carried_from="2025", in_review=False)
    text = words(pdf_of(make_summary_content(element)))
    assert "Partially Compliant Carried forward from 2025. Not under review at this visit." in text
    assert "Signature and date" not in text


def test_a_draft_says_so_on_every_page():
    content = make_summary_content(is_draft=True)
    pages = page_words(pdf_of(content))
    assert all("Draft" in page for page in pages)
    assert "Draft" not in words(pdf_of(replace(content, is_draft=False)))


def test_a_notice_stands_on_the_cover_and_at_the_foot():
    pages = page_words(pdf_of(make_summary_content(notice="All ratings are invented.")))
    assert all("All ratings are invented." in page for page in pages)


def test_an_element_without_evidence_says_so():
    text = words(pdf_of(make_summary_content(make_element_content(active=(), corporate=()))))
    assert "No evidence is cited for this element." in text


def test_where_to_look_and_why_stand_with_the_item():
    line = make_evidence_line(
        locator="Section 2.4", clause_code="1.1.1.1", rationale="Shows who rings us."
    )
    text = words(pdf_of(make_summary_content(make_element_content(active=(line,)))))
    assert "Section 2.4, for 1.1.1.1" in text.replace("\xa0", " ")
    assert "Shows who rings us." in text


def test_what_is_stale_is_marked_in_words_counted_and_explained_once(tmp_path):
    old = make_evidence_line("CSS202", title="Survey of visitors", stale="covers to March 2018")
    late = make_evidence_line("C011", title="Charter", stale="review was due 3 May 2024")
    first = make_element_content(active=(make_evidence_line(), old), corporate=(late,))
    again = make_element_content("1.1.2", active=(replace(old, locator="Page 2"),), corporate=())
    pdf = pdf_of(make_summary_content(first, again))
    assert fails_accessibility(pdf, tmp_path) == ""
    text = words(pdf)
    # Once for each element, and once in the index.
    assert text.count("Survey of visitors Stale: covers to March 2018") == 3
    assert text.count("Charter Stale: review was due 3 May 2024") == 2
    assert "2 items of evidence are stale." in text
    assert text.count("stands after an item that is past its review date") == 1


def test_a_signed_summary_ends_with_what_stood_out_and_the_statement(tmp_path):
    pdf = pdf_of(
        make_summary_content(
            make_element_content(),
            strengths=(Remark("1.1.1", "Customers are known by name."),),
            good_practice=(Remark("1.1.1", "The weekly round."),),
            improvements=(
                Improvement("1.1.1", "Ask the islands", PARTIAL, "Isla Campbell", date(2027, 3, 1)),
            ),
            statement="A careful service.\n\n" + "It listens and changes. " * 300,
            signed_by="Morgan Hale",
            signed_on=date(2026, 11, 19),
        )
    )
    assert fails_accessibility(pdf, tmp_path) == ""
    text = words(pdf)
    assert "Ask the islands Isla Campbell 1 March 2027" in text
    assert text.count("It listens and changes.") == 300
    assert "Signed by Morgan Hale on 19 November 2026" in text
    assert "Assessor’s statement" in bookmarks(pdf)


def test_where_nothing_is_stale_nothing_is_said_of_it(text):
    assert "tale" not in text


def test_a_title_that_only_just_fits_is_not_broken_after_its_first_word():
    titles = ["A title that grows" + " and grows"[:n] + "." for n in range(11)]
    titles += ["HR Multiple Contact Channels and roll out sessions" + "." * n for n in range(8)]
    lines = tuple(
        make_evidence_line(f"CSS{n}", title=title, locator="Slides 4")
        for n, title in enumerate(titles, start=201)
    )
    pages = page_lines(pdf_of(make_summary_content(make_element_content(active=lines))))
    firsts = [line for line in pages[3] if line.startswith("CSS2")]
    assert len(firsts) == len(lines)
    assert all(len(line.split()) > 3 for line in firsts)


def test_line_breaks_in_a_comment_are_kept():
    element = make_element_content(finding="First.\nSecond.\n\nThird.")
    html = html_of(make_summary_content(element))
    assert "<p>First.<br>Second.</p>" in html
    assert "<p>Third.</p>" in html


def test_forty_items_go_over_the_page_and_keep_the_running_head(tmp_path):
    lines = tuple(make_evidence_line(f"CSS{n}", locator="Page 3") for n in range(201, 261))
    pdf = pdf_of(make_summary_content(make_element_content(active=lines)))
    criterion_pages = [p for p in page_words(pdf) if "from 1.1.1" in p.replace("\xa0", " ")]
    assert len(criterion_pages) == 2
    text = words(pdf)
    assert all(f"{line.code}: {line.title}" in text for line in lines)
    assert fails_accessibility(pdf, tmp_path) == ""


def test_a_summary_of_nothing_still_opens(tmp_path):
    assert fails_accessibility(pdf_of(make_summary_content(criteria=())), tmp_path) == ""
