"""Every printed document can be read by ear: the structure is whole and in order."""

import re
from datetime import UTC, datetime

import pytest
from lxml import html

from assessments.reports.content import Improvement
from assessments.reports.pdf import render_pdf
from tests.builders.papers import html_of, pdf_of
from tests.builders.report_content import make_summary_content

from .conftest import PRINTED
from .pdf_reader import fails_accessibility
from .structure import Structure


def words_of(markup: str) -> str:
    return html.fromstring(markup).find("body").text_content()


pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.mark.parametrize("code", PRINTED)
def test_nothing_in_the_structure_trips_a_reader_up(printed, code):
    assert sorted(set(Structure(printed[code].pdf).faults())) == []


@pytest.mark.parametrize("code", PRINTED)
def test_the_validator_finds_nothing(printed, code, tmp_path):
    assert fails_accessibility(printed[code].pdf, tmp_path) == ""


@pytest.mark.parametrize("code", PRINTED)
def test_it_is_read_in_the_order_in_which_it_was_written(printed, code):
    heard = iter(re.sub(r"\s", "", Structure(printed[code].pdf).read_aloud()))
    written = re.sub(r"\s", "", words_of(printed[code].html))
    left = next((at for at, letter in enumerate(written) if letter not in heard), None)
    assert left is None, f"not heard in its place: {written[left : left + 80]}"


def test_a_table_over_two_pages_keeps_its_headers():
    areas = tuple(Improvement("1.1.1", "Ask more of those who call. " * 6) for _ in range(40))
    content = make_summary_content(improvements=areas)
    structure = Structure(pdf_of(content))
    assert len(structure.root.find("THead")) > html_of(content).count("<thead")
    assert sorted(set(structure.faults())) == []


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ("<h1>a</h1><h3>b</h3>", "heading H3 follows level 1"),
        ("<p>a</p>", "the document has no headings"),
        ("<h1>a</h1><table><tr><td>b</td></tr></table>", "a row of a table has no header cell"),
        ("<h1>a</h1><table><tr><td>b</td></tr></table>", "a cell names no header"),
        ('<h1>a</h1><img src="picture:a.svg">', "a picture has no alternative text"),
    ],
)
def test_the_checker_finds(markup, fault):
    """What it is there for: each of these is wrong, and said."""
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0L9 9"/></svg>'
    )
    pdf = render_pdf(
        f'<html lang="en"><title>x</title><body>{markup}',
        title="x",
        created_at=datetime(2026, 11, 21, tzinfo=UTC),
        pictures={"a.svg": picture},
    )
    assert fault in Structure(pdf).faults()
