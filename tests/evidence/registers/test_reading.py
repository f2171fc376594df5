"""Registers as councils keep them."""

from datetime import date, datetime

import pytest
from django.core.management import CommandError

from evidence.models import EvidenceItem, EvidenceLink, SummaryImport
from tests.builders.evidence import make_item, make_link
from tests.builders.people import make_service, make_team, make_user

from .workbooks import part_of, with_part, workbook

pytestmark = pytest.mark.django_db


def codes(outcome) -> list[str]:
    return [warning["code"] for warning in outcome["warnings"]]


def cited(portfolio) -> dict[str, list[str]]:
    """The elements that each item is linked to."""
    found: dict[str, list[str]] = {}
    for link in EvidenceLink.objects.filter(portfolio=portfolio).order_by("element__code"):
        found.setdefault(link.item.code, []).append(link.element.code)
    return found


def everything() -> list[int]:
    return [model.objects.count() for model in (EvidenceItem, EvidenceLink, SummaryImport)]


REGISTER = """Ref;Name of evidence;CSE elements;Status;Page;Date produced
CSS201;Café survey – “results”;1.1.1; active;6 to 9;21/03/2023
C017;Charter;1.1.1, 1.1.3;;;Mar-23
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_any_usual_encoding_and_delimiter(encoding, delimiter, portfolio, read):
    text = REGISTER.replace("1.1.1, 1.1.3", "1.1.1 and 1.1.3").replace(";", delimiter)
    outcome = read(text.encode(encoding))

    assert outcome["created"] == {"evidence": 2, "links": 3}
    assert outcome["warnings"] == []
    survey = EvidenceItem.objects.get(code="CSS201")
    assert survey.title == "Café survey – “results”"
    assert survey.produced_on == date(2023, 3, 21)
    link = survey.links.get()
    assert (link.status, link.locator) == ("active", "6 to 9")
    assert cited(portfolio) == {"CSS201": ["1.1.1"], "C017": ["1.1.1", "1.1.3"]}


def test_a_second_run_changes_nothing_and_leaves_no_trace(portfolio, read):
    read(REGISTER)
    before = everything()
    outcome = read(REGISTER)
    assert outcome["created"] == outcome["updated"] == {"evidence": 0, "links": 0}
    assert outcome["unchanged"] == {"evidence": 2, "links": 3}
    assert everything() == before
    assert SummaryImport.objects.get().kind == "register"


def test_a_dry_run_says_the_same_and_writes_nothing(portfolio, read):
    tried = read(REGISTER, "register.csv", "--dry-run")
    assert everything() == [0, 0, 0]
    assert tried == read(REGISTER)


def test_a_workbook_below_merged_titles_with_names_over_two_rows(portfolio, read):
    rows = [
        ["Anytown Council", None, None, None, None, None],
        ["Evidence register 2023", None, None, None, None, None],
        [None, None, None, "Period covered", None, None],
        ["Code", "Title", "Element", "From", "To", "Review date"],
        ["CSS201", "Survey", "1.1.1\n1.1.2", datetime(2022, 4, 1), date(2023, 3, 31), "Mar-27"],
        [202, "Number as a number", 1.1, "21 March 2023", None, 45006],
        ["CSS203", "Over two rows", "1.1.1", None, None, None],
        [None, None, "1.1.3", None, None, None],
    ]
    outcome = read(workbook(("Register", rows), merged=["A1:F1", "D3:E3"]), "register.xlsx")

    assert codes(outcome) == ["element-unknown", "prefix-missing"]
    survey = EvidenceItem.objects.get(code="CSS201")
    assert (survey.covers_from, survey.covers_to) == (date(2022, 4, 1), date(2023, 3, 31))
    assert survey.review_by == date(2027, 3, 31)
    numbered = EvidenceItem.objects.get(code="CSS202")
    assert (numbered.covers_from, numbered.review_by) == (date(2023, 3, 21), date(2023, 3, 21))
    assert cited(portfolio) == {"CSS201": ["1.1.1", "1.1.2"], "CSS203": ["1.1.1", "1.1.3"]}
    assert outcome["warnings"][0]["line"] == 6


def test_formulas_count_by_what_they_showed_and_are_never_run(portfolio, read):
    rows = [["Code", "Title"], ["CSS201", "Shown"], ["CSS202", "=1+1"]]
    data = workbook(("Register", rows))
    sheet = part_of(data, "xl/worksheets/sheet1.xml")
    assert (
        b"<f>1+1</f><v></v>" in sheet or b"<f>1+1</f><v />" in sheet or b"<f>1+1</f><v/>" in sheet
    )
    for empty in (b"<v></v>", b"<v />", b"<v/>"):
        sheet = sheet.replace(b"<f>1+1</f>" + empty, b"<f>1+1</f><v>Two</v>")
    sheet = sheet.replace(b'r="B3"', b'r="B3" t="str"').replace(b't="str" t="str"', b't="str"')
    read(with_part(data, "xl/worksheets/sheet1.xml", sheet), "register.xlsx")
    assert EvidenceItem.objects.get(code="CSS202").title == "Two"


def test_several_sheets_are_read_and_hidden_ones_left_out(portfolio, read):
    head = ["Code", "Title", "Element"]
    data = workbook(
        ("Criterion 1", [head, ["CSS201", "One", "1.1.1"]]),
        ("Criterion 2", [head, ["CSS202", "Two", "1.1.2"]]),
        ("Old", [head, ["CSS203", "Three", "1.1.3"]]),
        ("Notes", [["Ask Isla"]]),
        hidden=["Old"],
    )
    outcome = read(data, "register.xlsx")
    assert cited(portfolio) == {"CSS201": ["1.1.1"], "CSS202": ["1.1.2"]}
    assert codes(outcome) == ["sheet-hidden", "sheet-left-out"]
    assert outcome["warnings"][0]["message"].startswith("Old: ")


def test_what_is_odd_is_told_at_its_line(portfolio, read):
    outcome = read(
        "Code,Title,Element,Status,Owner,Team,Review by,Shelf\n"
        "CSS201,One,1.1.1,perhaps,Nobody Known,,31/02/2023,A\n"
        "CSS202,,1.1.1-1.1.3,new,,,TBC,\n"
        "CSS201,Another title,9.9.9; 1.1.1,,,,,\n"
        "Total: 3,,,,,,,\n"
        "CSS203,Three,soon,,,,,\n"
    )
    told = [(warning["line"], warning["code"]) for warning in outcome["warnings"]]
    assert told == [
        (1, "column-left-out"),
        (2, "date-unreadable"),
        (2, "owner-unknown"),
        (2, "status-unknown"),
        (3, "elements-between"),
        (3, "title-missing"),
        (4, "element-unknown"),
        (4, "repeated-link"),
        (4, "two-values"),
        (5, "row-left-out"),
        (6, "element-unreadable"),
    ]
    assert outcome["created"] == {"evidence": 3, "links": 4}


def test_what_is_there_stays_and_blanks_are_filled_in(portfolio, officer, read):
    item = make_item(portfolio, "Our own title", number=201)
    EvidenceItem.objects.filter(pk=item.pk).update(produced_on=date(2020, 1, 1))
    link = make_link(portfolio, item, locator="Page 1")
    register = (
        "Code,Title,Element,Status,Where to look,Why it matters,Produced on,Review by,Owner\n"
        "CSS201,Their title,1.1.1,Active,Page 2,It shows it,2023-03-21,2027-01-01,isla campbell\n"
    )
    outcome = read(register)

    assert outcome["updated"] == {"evidence": 1, "links": 1}
    assert codes(outcome) == ["kept", "kept", "link-kept", "link-kept"]
    item.refresh_from_db()
    link.refresh_from_db()
    assert (item.title, item.produced_on) == ("Our own title", date(2020, 1, 1))
    assert (item.review_by, item.owner) == (date(2027, 1, 1), officer)
    assert (link.status, link.locator, link.rationale) == ("new", "Page 1", "It shows it")
    again = read(register)
    assert again["updated"] == {"evidence": 0, "links": 0} and codes(again) == codes(outcome)


def test_items_belong_to_the_team_that_is_named_or_has_their_number(portfolio, read):
    engagement = make_team(portfolio.service, "Customer Engagement", blocks=[(201, 220)])
    read("Code,Title\nCSS201,One\n")
    read("Code,Title,Team\nCSS301,Two,customer engagement\nCSS202,Three,\n")
    assert EvidenceItem.objects.get(code="CSS201").team == engagement
    assert EvidenceItem.objects.get(code="CSS301").team == engagement
    assert EvidenceItem.objects.get(code="CSS202").team is None


def test_codes_with_their_titles_in_one_column(portfolio, read):
    read("Evidence,Element\nCSS201: Face to face analysis,1.1.1\nC017 – Charter,1.1.2\n")
    assert EvidenceItem.objects.get(code="CSS201").title == "Face to face analysis"
    assert EvidenceItem.objects.get(code="C017").title == "Charter"


def refused(read, content, name="register.csv") -> str:
    with pytest.raises(CommandError) as error:
        read(content, name)
    assert everything() == [0, 0, 0]
    return str(error.value)


def test_one_bad_code_and_nothing_is_stored(portfolio, read):
    assert "begins with XYZ" in refused(read, "Code,Title\nCSS201,One\nXYZ1,Two\n")
    assert "number 0" in refused(read, "Code,Title\nCSS0,One\n")
    assert "more than 300" in refused(read, f"Code,Title\nCSS1,{'x' * 301}\n")


def test_codes_of_another_service_are_refused(portfolio, read):
    other = make_service(portfolio.service.organisation, "Other", prefix="OTH")
    item = make_item(portfolio, number=201)
    EvidenceItem.objects.filter(pk=item.pk).update(service=other)
    with pytest.raises(CommandError, match="belongs to another service"):
        read("Code,Title\nCSS201,One\n")


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'


def test_files_that_are_no_register_are_refused(portfolio, read):
    good = workbook(("Register", [["Code", "Title"], ["CSS201", "One"]]))
    bomb = with_part(good, "xl/worksheets/sheet1.xml", BOMB)
    assert "is empty" in refused(read, b"")
    assert "no spreadsheet" in refused(read, bytes(range(256)) * 40)
    assert "PDF" in refused(read, b"%PDF-1.7 and more")
    assert "old or protected" in refused(read, b"\xd0\xcf\x11\xe0" + bytes(100))
    assert "No column of evidence codes" in refused(read, "Dear Sir or Madam,\nthank you\n")
    assert "damaged" in refused(read, good[:-200], "register.xlsx")
    assert "damaged" in refused(read, bomb, "register.xlsx")
    assert "larger than 10 MB" in refused(read, b"x" * (10 * 1024 * 1024 + 1))
    assert "more than 50,000 rows" in refused(read, "Code\n" + "CSS1\n" * 50_001)


def test_a_workbook_that_grows_beyond_measure_is_refused(portfolio, read):
    good = workbook(("Register", [["Code", "Title"], ["CSS201", "One"]]))
    huge = with_part(good, "xl/worksheets/sheet2.xml", b"<a>" + b" " * 41 * 1024 * 1024 + b"</a>")
    assert "far larger inside" in refused(read, huge, "register.xlsx")


def test_an_officer_fills_in_nothing_of_corporate_evidence(portfolio, team):
    from criteria.queries import current_edition
    from evidence.registers.choice import choose
    from evidence.registers.files import read_sheets
    from evidence.registers.plan import plan_register

    make_item(portfolio, "Charter", corporate=True, number=17)
    chosen = choose(read_sheets(b"Code,Title,Review by\nC017,Charter,2027-01-01\n", "a.csv"))

    def outcome(role, place):
        plan = plan_register(
            portfolio=portfolio,
            edition=current_edition(portfolio.standard.slug),
            chosen=chosen,
            by=make_user(role, place),
        )
        return plan.items[0].outcome

    assert outcome("officer", portfolio.service) == "unchanged"
    assert outcome("administrator", portfolio.service.organisation) == "updated"
