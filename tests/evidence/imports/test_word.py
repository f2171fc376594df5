"""A summary kept in Word reads as it prints with its changes accepted."""

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from evidence.imports.outline import StandardOutline

from .builders import HOUSING, codes_told, lists_of, read_housing
from .word import WordSummary, changed, delete_mark, paragraphs, table


@pytest.mark.parametrize("way", [paragraphs, table, changed])
def test_lists_read_however_they_are_made(outline: StandardOutline, way) -> None:
    data = WordSummary(outline).fill(way).data()
    summary = read_housing(data, outline, "summary.docx")
    assert lists_of(summary) == HOUSING
    assert codes_told(summary) == {"clauses-cut-short"}


def test_numbers_that_are_not_in_the_text_make_the_codes(outline: StandardOutline) -> None:
    word = WordSummary(outline)
    word.fill(paragraphs)
    assert "1.1.2" not in "".join(each.text for each in word.document.paragraphs)
    readings = read_housing(word.data(), outline).readings.values()
    assert list(readings).count("heading") == len(outline.headings)
    assert list(readings).count("clause") == len(outline.clauses)


def test_lists_side_by_side_in_one_table_stay_apart(outline: StandardOutline) -> None:
    word = WordSummary(outline, {})
    word.document.add_paragraph(f"1.1.2: {outline.elements['1.1.2']}")
    columns = word.document.add_table(rows=2, cols=2)
    columns.cell(0, 0).text, columns.cell(0, 1).text = "New Evidence", "Corporate Evidence"
    columns.cell(1, 0).text, columns.cell(1, 1).text = "HR1: One\nHR2: Two", "ES3: Three"
    assert lists_of(read_housing(word.data(), outline)) == {
        "1.1.2": {"new": [("HR1", "One"), ("HR2", "Two")], "corporate": [("ES3", "Three")]}
    }


def test_nested_tables_and_content_controls_are_read(outline: StandardOutline) -> None:
    word = WordSummary(outline, {})
    word.document.add_paragraph(f"1.1.2: {outline.elements['1.1.2']}")
    outer = word.document.add_table(rows=1, cols=1)
    outer.cell(0, 0).text = "Active Evidence"
    inner = outer.cell(0, 0).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "HR1", "One"
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>HR2: Two</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    )
    word.document.element.body.append(control)
    assert lists_of(read_housing(word.data(), outline)) == {
        "1.1.2": {"active": [("HR1", "One"), ("HR2", "Two")]}
    }


def test_deleted_rows_go_and_deleted_paragraph_ends_join(outline: StandardOutline) -> None:
    word = WordSummary(outline, {})
    word.document.add_paragraph(f"1.1.2: {outline.elements['1.1.2']}")
    word.document.add_paragraph("Active Evidence")
    delete_mark(word.document.add_paragraph("HR1: One ")._p)
    word.document.add_paragraph("and more")
    rows = word.document.add_table(rows=2, cols=2)
    for row, (code, title) in zip(rows.rows, [("HR2", "Gone"), ("HR3", "Stays")], strict=True):
        row.cells[0].text, row.cells[1].text = code, title
    rows.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {nsdecls('w')}/>"))
    assert lists_of(read_housing(word.data(), outline)) == {
        "1.1.2": {"active": [("HR1", "One and more"), ("HR3", "Stays")]}
    }


def test_a_deleted_heading_does_not_count(outline: StandardOutline) -> None:
    word = WordSummary(outline)
    word.numbered("Foreword", 0)
    first = word.document.paragraphs[0]._p
    for run in first.findall(qn("w:r")):
        first.remove(run)
    delete_mark(first)
    assert lists_of(read_housing(word.fill(paragraphs).data(), outline)) == HOUSING
