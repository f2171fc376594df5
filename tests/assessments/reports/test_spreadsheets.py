"""Tables of documents as CSV and XLSX, read back by the programs that open them."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from assessments.reports.spreadsheets import as_csv, as_workbook
from assessments.reports.tables import Table
from evidence.registers.layout import MOST_LETTERS, sheet_name
from tests.builders.report_content import make_summary_content

pytestmark = pytest.mark.any_database

LONG = "x" * 100_000


def make_table(*rows, title="Elements", columns=("Code", "Count", "Day", "Text")) -> Table:
    return Table("elements", title, columns, rows)


def read(*tables: Table, about=None):
    return openpyxl.load_workbook(io.BytesIO(as_workbook(tables, about)))


def lines_of(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def sheet():
    rows = [("1.1.2", 7, date(2026, 11, 21), "word " * 40), ("1.10", 0, None, "")]
    return read(make_table(*rows))["Elements"]


def test_numbers_are_numbers_and_days_are_days_written_out(sheet):
    assert sheet["B2"].value == 7 and sheet["B3"].value == 0
    assert sheet["C2"].value.date() == date(2026, 11, 21)
    assert sheet["C2"].number_format == "d mmmm yyyy"
    assert sheet["A3"].value == "1.10"
    assert sheet["C3"].value is None and sheet["D3"].value is None


def test_a_day_in_csv_is_written_as_programs_read_it():
    table = make_table(("1.1.2", 7, date(2026, 11, 21), "a\nb"))
    assert lines_of(table) == [
        ["Code", "Count", "Day", "Text"],
        ["1.1.2", "7", "2026-11-21", "a\nb"],
    ]


def test_heads_stay_in_view_are_printed_again_and_filter(sheet):
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:D3"
    assert sheet.print_title_rows == "$1:$1"
    assert all(cell.font.bold for cell in sheet[1])


def test_long_text_is_wrapped_in_a_column_of_sensible_width(sheet):
    assert sheet["D2"].alignment.wrap_text
    assert sheet.column_dimensions["D"].width == 60
    assert 9 <= sheet.column_dimensions["A"].width <= 12
    assert sheet.column_dimensions["C"].width >= len("30 September 2026")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "'=1", "\r=1"])
def test_no_cell_runs_as_a_formula(text):
    table = make_table((text, 1, None, "x"), columns=(text, "Count", "Day", "Text"))
    cell = read(table)["Elements"]["A2"]
    assert cell.data_type == "s" and cell.value.startswith("'")
    assert read(table)["Elements"]["A1"].data_type == "s"
    assert all(line[0].startswith("'") for line in lines_of(table))


def test_what_a_workbook_cannot_hold_does_not_break_it():
    rows = (
        ("a\x00b\x0bc\x1f\ufffe", 1, None, "two\r\nlines\rmore"),
        ("\ud800", 1, None, "🙂 שלום é"),
    )
    sheet = read(make_table(*rows))["Elements"]
    assert sheet["A2"].value == "abc"
    assert sheet["D2"].value == "two\nlines\nmore"
    assert sheet["A3"].value is None
    assert sheet["D3"].value == "🙂 שלום é"
    assert len(lines_of(make_table(*rows))) == 3


def test_a_text_too_long_for_a_cell_says_that_it_was_cut_and_is_whole_in_csv():
    table = make_table((LONG, 1, None, ""))
    held = read(table)["Elements"]["A2"].value
    assert len(held) == MOST_LETTERS
    assert held.endswith("(cut here; the CSV file has all of it)")
    csv.field_size_limit(200_000)
    assert lines_of(table)[1][0] == LONG


def test_a_formula_too_long_for_a_cell_is_guarded_all_the_same():
    cell = read(make_table(("=" + LONG, 1, None, "")))["Elements"]["A2"]
    assert cell.data_type == "s" and len(cell.value) == MOST_LETTERS


def test_names_of_sheets_are_those_that_excel_takes_and_each_its_own():
    titles = ["Gaps: [all]*?/\\", "Gaps all", "A" * 40, "A" * 50, "  ", "about", "'quoted'"]
    names = read(*(make_table(title=title) for title in titles)).sheetnames
    assert names == [
        "About",
        "Gaps all",
        "Gaps all 2",
        "A" * 31,
        "A" * 29 + " 2",
        "Table",
        "about 2",
        "quoted",
    ]
    assert all(len(name) <= 31 for name in names)
    assert sheet_name("History") == "History 2"


def test_the_first_sheet_says_what_the_workbook_is():
    about = make_summary_content(assessment="First annual review 2027", is_draft=True)
    told = read(make_table(("1.1.2", 1, None, "")), about=about)["About"]
    facts = dict(told.iter_rows(values_only=True))
    assert facts["Document"] == "Assessment Summary"
    assert facts["Assessment"] == "First annual review 2027"
    assert facts["Service"] == "Customer Support Services"
    assert facts["As of"].date() == date.today()
    assert facts["Standing"] == "Draft: it may still change."
    assert facts["Elements"] == "1 row"


def test_a_table_without_rows_still_has_its_heads():
    assert [cell.value for cell in read(make_table())["Elements"][1]] == [
        "Code",
        "Count",
        "Day",
        "Text",
    ]
