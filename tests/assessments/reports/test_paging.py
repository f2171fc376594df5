"""How the summary is laid on its pages, read back from the file."""

from dataclasses import replace
from string import ascii_lowercase
from typing import Any

import pytest

from assessments.reports.content import ElementContent, Improvement, SummaryContent
from tests.builders.papers import pdf_of
from tests.builders.report_content import (
    PARTIAL,
    make_content_of_the_standard,
    make_evidence_line,
)

from .pdf_reader import links, outline_pages, page_lines, page_words

WORDS = tuple(letter * 5 for letter in ascii_lowercase)
PARAGRAPHS = "\n\n".join(f"{word} " * 120 for word in WORDS)


@pytest.fixture(scope="module")
def content() -> SummaryContent:
    """The standard, with one element of eighty items and one of a long comment."""
    usual = make_content_of_the_standard()
    many = tuple(make_evidence_line(f"CSS{n}", locator=f"Page {n}") for n in range(701, 781))
    changed: dict[str, dict[str, Any]] = {
        "1.1.2": {"active": many},
        "2.1.4": {"finding": PARAGRAPHS},
    }

    def change(element: ElementContent) -> ElementContent:
        return replace(element, **changed.get(element.code, {}))

    criteria = tuple(
        replace(
            criterion,
            sub_criteria=tuple(
                replace(sub, elements=tuple(change(element) for element in sub.elements))
                for sub in criterion.sub_criteria
            ),
        )
        for criterion in usual.criteria
    )
    areas = tuple(
        Improvement(element.code, "What to do about it. " * 9, PARTIAL)
        for element in usual.elements[:24]
    )
    return replace(usual, criteria=criteria, improvements=areas)


@pytest.fixture(scope="module")
def pdf(content) -> bytes:
    return pdf_of(content)


@pytest.fixture(scope="module")
def pages(pdf) -> list[str]:
    return page_words(pdf)


def test_no_heading_is_the_last_thing_on_a_page(pdf, content):
    headings = {"Active evidence", "New evidence", "Corporate evidence", "Assessor’s comment"}
    headings |= {f"{c.code}: {c.title}" for c in content.criteria}
    headings |= {f"{s.code}: {s.title}" for c in content.criteria for s in c.sub_criteria}
    headings |= {"Active evidence Where to look", "Service evidence", "Assessor acceptance"}
    headings |= {f"{e.code}: {e.text}" for e in content.elements}
    for number, lines in enumerate(page_lines(pdf)[1:], start=2):
        # The running head and the foot are written after what stands between them.
        end = max(n for n, line in enumerate(lines) if line.startswith("Argyll and Bute Council,"))
        last = " ".join(lines[end - 1].split())
        assert last not in headings, f"page {number} ends with {last}"


def test_a_table_that_goes_over_the_page_repeats_its_head(pages):
    with_items = [page for page in pages if any(f"CSS{n}: " in page for n in range(701, 781))]
    in_element = [page for page in with_items if "from 1.1" in page.replace("\xa0", " ")]
    assert len(in_element) > 1
    assert all("Active evidence Where to look" in page for page in in_element)
    index = pages[next(n for n, page in enumerate(pages) if "Each item is listed once" in page) :]
    assert len(index) > 2
    assert all("Evidence" in page and "Cited for" in page for page in index)
    areas = [page for page in pages if "What to do about it." in page]
    assert len(areas) > 1
    assert all("What to improve" in page for page in areas)


def test_no_line_of_a_paragraph_stands_alone(pdf):
    parts: dict[str, list[int]] = {}
    for lines in page_lines(pdf):
        for word in WORDS:
            if there := sum(line.startswith(word) for line in lines):
                parts.setdefault(word, []).append(there)
    assert set(parts) == set(WORDS)
    broken = [numbers for numbers in parts.values() if len(numbers) > 1]
    assert broken, "no paragraph goes over a page"
    assert min(min(numbers) for numbers in broken) >= 3


def test_the_contents_give_the_page_on_which_each_part_begins(pdf, content):
    contents = " ".join(" ".join(page_lines(pdf)[1]).split())
    begins = outline_pages(pdf)
    parts = ["Overview", "Areas for improvement", "Evidence index"]
    parts += [f"{c.code}: {c.title}" for c in content.criteria]
    parts += [f"{s.code}: {s.title}" for c in content.criteria for s in c.sub_criteria]
    for part in parts:
        assert f"{part} {begins[part]} " in contents + " ", part


def test_the_list_of_a_criterion_gives_the_page_of_each_element(pdf, content):
    begins = outline_pages(pdf)
    pages = page_words(pdf)
    for criterion in content.criteria:
        opening = pages[begins[f"{criterion.code}: {criterion.title}"] - 1]
        for element in criterion.elements:
            line = opening.split(f"{element.code} {element.short_text}", 1)[1]
            page = begins[f"{element.code}: {element.short_text}"]
            until = line.split("We ", 1)[0].split(" Where ")[0].split(" There ")[0]
            assert f" {page}" in until, element.code


def test_every_code_beside_an_element_leads_to_its_row_of_the_index(pdf, content):
    found = [link for link in links(pdf) if link.name.startswith("i-")]
    cited = [line.anchor for element in content.elements for line in element.evidence]
    assert sorted(link.name for link in found) == sorted(cited)
    pages = page_words(pdf)
    entries = {e.anchor: e for e in content.service_index + content.corporate_index}
    for link in found:
        assert f"{entries[link.name].code}: " in pages[link.to_page]
        assert "Cited for" in pages[link.to_page]


def test_the_index_leads_back_to_every_element(pdf, content):
    pages = page_words(pdf)
    index = next(n for n, page in enumerate(pages) if "Each item is listed once" in page)
    found = [link for link in links(pdf) if link.on_page >= index]
    entries = content.service_index + content.corporate_index
    expected = [element.anchor for entry in entries for element in entry.cited_for]
    assert [link.name for link in found] == expected
    texts = {element.anchor: f"{element.code}: {element.text}" for element in content.elements}
    assert all(texts[link.name] in pages[link.to_page] for link in found)


def test_the_contents_and_the_overview_lead_to_each_criterion(pdf, content):
    named = [link.name for link in links(pdf) if link.name.startswith("k-")]
    assert sorted(named) == sorted(2 * [criterion.anchor for criterion in content.criteria])


def test_a_draft_whose_cover_runs_over_says_so_on_every_page():
    content = make_content_of_the_standard(
        organisation="The Council of the Islands and the Parishes " * 5,
        service="Customer and Community Support Services " * 8,
        reference="R-" * 400,
        outcome_sentence="Some are still to be rated. " * 90,
        is_draft=True,
        criteria=(),
    )
    pages = page_words(pdf_of(content))
    assert "Protective marking" not in pages[0]
    assert all("Draft" in page for page in pages)
