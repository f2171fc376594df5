"""What is exported is read elsewhere, and exported from there to the same bytes."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.models import HistoryEntry
from criteria.models import Clause
from evidence.actions import withdraw_item
from evidence.enums import LinkStatus, Marking
from evidence.exports import portfolio_data
from evidence.models import EvidenceItem, EvidenceLink, SummaryImport
from tests.builders.evidence import element_of, make_item, make_link
from tests.builders.people import make_membership, make_team, make_user

pytestmark = pytest.mark.django_db


def fill_with_oddities(portfolio, elsewhere) -> None:
    """Titles, words and facts of every kind that a cell may hold."""
    owner = make_user(Role.OFFICER, portfolio.service, name="Isla Campbell", email="i@example.org")
    make_membership(owner, Role.OFFICER, elsewhere.service)
    items = [
        make_item(portfolio, title, number=number)
        for number, title in enumerate(
            [
                '=HYPERLINK("http://example.org")', "+44 1546 602127", "-5 degrees", "@everyone",
                "'=quoted already", "'plain quote", 'Said "no", twice; and left', "Ærøskøbing – ✓",
            ],
            start=701,
        )
    ]  # fmt: skip
    EvidenceItem.objects.filter(pk=items[0].pk).update(
        owner=owner,
        team=make_team(portfolio.service, "Insight, and more"),
        marking=Marking.OFFICIAL_SENSITIVE,
        description="First line\r\n=second line\n\n  third",
        produced_on=date(2023, 3, 21),
        covers_from=date(2015, 4, 1),
        covers_to=date(2019, 3, 31),
        received_on=date(2023, 4, 1),
        review_by=date(2027, 1, 1),
        checked_on=date(2026, 1, 2),
    )
    clause = Clause.objects.filter(element=element_of(portfolio, "1.1.2")).first()
    for item in items[:3]:
        make_link(portfolio, item, "1.1.2", locator="=A1", rationale="-One\r\nTwo", clause=clause)
    make_link(portfolio, items[4], "1.1.2", status=LinkStatus.ACTIVE)
    make_link(portfolio, items[5], "1.1.2", status="archived")


def test_a_real_register_comes_back_from_elsewhere_byte_for_byte(
    council, elsewhere, read, export, portfolio
):
    fill_with_oddities(council, elsewhere)
    first = export(council)

    outcome = read(first, service=elsewhere.service)

    items = 164 + 8
    links = 193 + 5
    assert outcome["created"] == {"evidence": items, "links": links}
    assert [w["code"] for w in outcome["warnings"]] == ["team-opened"]
    assert export(elsewhere) == first


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_read_again_where_it_came_from_changes_nothing(
    form, council, elsewhere, read, export, portfolio
):
    fill_with_oddities(council, elsewhere)
    content, before = export(council, form), export(council)
    read(content, f"export.{form}", service=council.service)
    counts = [HistoryEntry.objects.count(), SummaryImport.objects.count()]

    outcome = read(content, f"export.{form}", service=council.service)

    assert outcome["created"] == outcome["updated"] == {"evidence": 0, "links": 0}
    assert outcome["unchanged"] == {"evidence": 172, "links": 198}
    assert outcome["warnings"] == []
    assert [HistoryEntry.objects.count(), SummaryImport.objects.count()] == counts
    assert export(council) == before


def test_a_workbook_is_read_elsewhere_as_the_text_is(council, elsewhere, read, export, portfolio):
    fill_with_oddities(council, elsewhere)
    outcome = read(export(council, "xlsx"), "export.xlsx", service=elsewhere.service)
    assert outcome["created"] == {"evidence": 172, "links": 198}
    assert export(elsewhere) == export(council)


def test_no_cell_can_be_run_as_a_formula(council, elsewhere, export):
    fill_with_oddities(council, elsewhere)
    book = load_workbook(BytesIO(export(council, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert '\'=HYPERLINK("http://example.org")' in texts and "''=quoted already" in texts
    assert [text for text in texts if text[0] in "=+-@\t\r"] == []


def test_the_workbook_has_a_sheet_of_items_and_one_of_links_to_work_in(council, export):
    book = load_workbook(BytesIO(export(council, "xlsx")))
    assert book.sheetnames == ["Items", "Links"]
    items, links = book["Items"], book["Links"]
    assert (items.max_row, links.max_row) == (1 + 164, 1 + 193)
    assert (items.freeze_panes, links.freeze_panes) == ("C2", "B2")
    assert items.auto_filter.ref == items.dimensions and links.auto_filter.ref
    assert items.column_dimensions["B"].width > items.column_dimensions["A"].width


def test_the_text_opens_in_excel_as_it_is_meant(council, export):
    text = export(council)
    assert text.startswith(b"\xef\xbb\xbfCode,Title,Element,")
    assert text.count(b"\r\n") == 1 + 193 + EvidenceItem.objects.filter(links=None).count()


def test_dates_of_the_workbook_are_dates(council, elsewhere, export):
    fill_with_oddities(council, elsewhere)
    sheet = load_workbook(BytesIO(export(council, "xlsx")))["Items"]
    header = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "CSS701")
    assert row[header.index("Produced on")].date() == date(2023, 3, 21)


def test_another_services_evidence_is_not_in_it(council, export, elsewhere):
    make_link(elsewhere, make_item(elsewhere, "Secret of another council"), "1.1.2")
    assert b"Secret" not in export(council)
    assert EvidenceLink.objects.filter(portfolio=elsewhere).exists()


@pytest.mark.parametrize("size", [1, 150])
def test_an_export_takes_as_many_statements_at_any_size(size, portfolio, django_assert_num_queries):
    from evidence.registers.write import register_csv
    from tests.builders.evidence import make_many_items

    make_many_items(portfolio, size)
    with django_assert_num_queries(2):
        register_csv(portfolio)


def test_what_was_withdrawn_is_not_in_the_register_but_in_the_whole_export(portfolio, export):
    gone = make_item(portfolio, "Never ours", number=701)
    make_link(portfolio, gone, "1.1.1")
    make_item(portfolio, "Kept", number=702)
    withdraw_item(item=gone, reason="Never ours", by=make_user())
    text = export(portfolio).decode("utf-8-sig")
    assert "CSS702" in text and "CSS701" not in text
    codes = [item["code"] for item in portfolio_data(portfolio)["evidence"]]
    assert codes == ["CSS701", "CSS702"]
