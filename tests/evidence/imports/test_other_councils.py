"""Summaries of other councils, with other habits, read as well."""

import pytest

from evidence.imports.outline import StandardOutline

from .builders import HOUSING, SummaryText, codes_told, lists_of, read_housing


def test_a_plain_summary_reads_without_a_warning(outline: StandardOutline) -> None:
    summary = read_housing(SummaryText(outline).text(), outline)
    assert lists_of(summary) == HOUSING
    assert codes_told(summary) == {"clauses-cut-short"}  # the standard's own known clauses
    assert summary.title_block.organisation == "Anytown Council"
    assert summary.title_block.service == "Housing and Repairs"


@pytest.mark.parametrize("separator", [": ", " – ", " — ", " - ", "\t", " : ", ":", "; "])
@pytest.mark.parametrize("bullet", ["", "- ", "• ", "* ", "o ", "1. ", "(a) ", "\uf0b7\t", "– "])
def test_bullets_and_dashes_change_nothing(
    outline: StandardOutline, separator: str, bullet: str
) -> None:
    text = SummaryText(outline, separator=separator, bullet=bullet).text()
    assert lists_of(read_housing(text, outline)) == HOUSING


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_encoding_and_line_ending_reads(
    outline: StandardOutline, encoding: str, ending: str
) -> None:
    lists = {"1.1.1": {"active": [("HR-12", "Residents’ views – “what we heard” at £5")]}}
    text = SummaryText(outline, lists).text().replace("\n", ending)
    summary = read_housing(text.encode(encoding), outline)
    assert lists_of(summary) == lists
    assert (
        summary.evidence[0].line
        == text.split(ending).index("HR-12: Residents’ views – “what we heard” at £5") + 1
    )


def test_page_numbers_and_running_heads_between_lines_change_nothing(
    outline: StandardOutline,
) -> None:
    printed: list[str] = []
    for number, line in enumerate(SummaryText(outline).lines()):
        printed.append(line)
        if number % 7 == 5:
            page = number // 7
            printed += [f"Page {page} of 27", str(page), "- 3 -", "\f", "Customer Insight"]
            printed += ["Anytown Council, Housing and Repairs", "___", "Summary    page 3 of 27"]
    summary = read_housing("\n".join(printed), outline)
    assert lists_of(summary) == HOUSING
    assert "unreadable-line" not in codes_told(summary)


def test_lines_without_blank_lines_between_read(outline: StandardOutline) -> None:
    assert lists_of(read_housing("\n".join(SummaryText(outline).lines()), outline)) == HOUSING


def test_titles_and_wording_broken_over_lines_are_put_together(outline: StandardOutline) -> None:
    printed: list[str] = []
    for line in SummaryText(outline).lines():
        words = line.split()
        middle = max(2, len(words) // 2)
        broken = len(words) > 5
        printed += [" ".join(words[:middle]), " ".join(words[middle:])] if broken else [line]
        printed.append("")
    summary = read_housing("\n".join(printed), outline)
    assert lists_of(summary) == HOUSING
    assert not codes_told(summary) & {"unreadable-line", "wording-differs"}


def test_a_title_on_the_line_below_its_code_is_found(outline: StandardOutline) -> None:
    text = SummaryText(outline, separator=":\n\n").text()
    assert lists_of(read_housing(text, outline)) == HOUSING


def test_a_list_over_two_pages_stays_one_list(outline: StandardOutline) -> None:
    lists = {"1.1.2": {"active": [("HR1", "One"), ("HR2", "Two")], "corporate": [("ES1", "Three")]}}
    text = SummaryText(outline, lists).text()
    heads = "\n\nPage 3\n\n1: Customer Insight\n\n1: Customer Insight\n\n"
    text = text.replace("\n\nHR2", f"{heads}Active Evidence (continued)\n\nHR2")
    summary = read_housing(text, outline)
    assert lists_of(summary) == lists
    assert "repeated-section" not in codes_told(summary)


def test_a_table_in_markdown_reads_by_rows_and_by_columns(outline: StandardOutline) -> None:
    text = SummaryText(outline, {}).text()
    rows = "| Code | Title |\n|---|---|\n| **HR-12** | Who waits |\n| ES 1 | Equality | p. 3 |\n"
    columns = (
        "| New Evidence | Corporate Evidence |\n|---|---|\n| HR-1: One | ES 2: Two |\n"
        "| HR-3: Three | |\n"
    )
    first, second = outline.elements["1.1.2"], outline.elements["1.1.3"]
    text = text.replace(f"1.1.2: {first}", f"1.1.2: {first}\n\nActive Evidence\n\n{rows}")
    text = text.replace(f"1.1.3: {second}", f"1.1.3: {second}\n\n{columns}")
    summary = read_housing(text, outline)
    assert lists_of(summary) == {
        "1.1.2": {"active": [("HR-12", "Who waits")], "corporate": [("ES 1", "Equality")]},
        "1.1.3": {"new": [("HR-1", "One"), ("HR-3", "Three")], "corporate": [("ES 2", "Two")]},
    }
    assert "p. 3" in str(summary.warnings)


def test_a_contents_list_of_every_heading_is_not_the_body(outline: StandardOutline) -> None:
    contents = "\n".join(f"{c}: {t} ..... {n}" for n, (c, t) in enumerate(outline.headings.items()))
    text = SummaryText(outline, without=("1.1.1", "3.4")).text()
    criteria = "\n\n".join(f"{code}: {title}" for code, title in outline.criteria.items())
    text = text.replace(f"Overview\n\n{criteria}", f"Contents\n{contents}")
    summary = read_housing(text, outline)
    assert lists_of(summary) == HOUSING
    missing = {"element-heading-missing", "heading-missing", "evidence-placed-by-order"}
    assert codes_told(summary) == missing | {"clauses-cut-short"}


@pytest.mark.parametrize("element", ["1.1.1", "1.1.2", "1.3.3", "2.1.1", "5.3.3"])
def test_evidence_below_a_missing_heading_keeps_its_element(
    outline: StandardOutline, element: str
) -> None:
    lists = {
        code: {"active": [(f"HR{number}", f"Item {number}")]}
        for number, code in enumerate(outline.elements, 1)
    }
    summary = read_housing(SummaryText(outline, lists, without=(element,)).text(), outline)
    assert lists_of(summary) == lists
    placed = [w for w in summary.warnings if w.code == "evidence-placed-by-order"]
    assert len(placed) == 1
    assert element in placed[0].message


def test_clauses_above_the_lists_read_too(outline: StandardOutline) -> None:
    lists = {
        code: {"new": [(f"HR{number}", f"Item {number}")]}
        for number, code in enumerate(outline.elements, 1)
    }

    class ClausesFirst(SummaryText):
        def element(self, code: str) -> list[str]:
            printed = super().element(code)
            return sorted(printed, key=lambda line: not line.startswith(f"{code}."))

    text = ClausesFirst(outline, lists, without=("1.1.2", "3.3.2", "1.3.3")).text()
    assert lists_of(read_housing(text, outline)) == lists
