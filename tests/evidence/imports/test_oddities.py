"""Each oddity of a document is told, and leads to no wrong link."""

import pytest

from evidence.imports.codes import normalise_code
from evidence.imports.outline import StandardOutline
from evidence.imports.report import UnreadableEvidence

from .builders import around, lists_of, read_customer_service, told


def warned(outline: StandardOutline, *lines: str) -> dict[int, str]:
    summary = read_customer_service(around(*lines), outline)
    return {line: code for line, code in told(summary) if "heading-missing" not in code}


def test_a_service_item_under_corporate_stays_service_evidence(outline: StandardOutline) -> None:
    text = around("Corporate Evidence", "C1: One", "CSS2: Two")
    summary = read_customer_service(text, outline)
    assert lists_of(summary)["1.1.2"] == {"corporate": [("C1", "One")], "active": [("CSS2", "Two")]}
    assert (7, "scope-differs") in told(summary)


def test_a_corporate_item_under_new_stays_corporate_and_active(outline: StandardOutline) -> None:
    summary = read_customer_service(around("New Evidence", "CSS2: Two", "C1: One"), outline)
    assert [(link.listing, link.status) for link in summary.links] == [
        ("new", "new"),
        ("corporate", "active"),
    ]
    assert (7, "scope-differs") in told(summary)


def test_the_first_title_of_a_code_is_kept(outline: StandardOutline) -> None:
    text = around("Active Evidence", "CSS1: One", "1.1.3: x", "Active Evidence", "CSS1: Other")
    summary = read_customer_service(text, outline)
    assert [item.title for item in summary.evidence] == ["One"]
    assert (11, "two-titles") in told(summary)


def test_small_differences_of_a_title_are_none(outline: StandardOutline) -> None:
    lines = ["New Evidence", "CSS1: Staff’s view – 2024", "1.1.3", "New Evidence"]
    assert 9 not in warned(outline, *lines, "CSS1: Staff's  view - 2024.")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Active Evidence", "CSS1: One", "CSS1: One"], {7: "repeated-link"}),
        (["Active Evidence", "CSS1: One", "CSS-001: One"], {7: "repeated-link"}),
        (["Active Evidence", "CSS1: One", "CSS2: One"], {7: "same-title"}),
        (["Active Evidence", "New Evidence", "CSS2: One"], {3: "empty-section"}),
        (["New Evidence", "CSS2: One", "New Evidence", "CSS1: B"], {7: "repeated-section"}),
        (["Actlve Evidenoe", "CSS2: One"], {3: "section-garbled"}),
        (["Archived Evidence", "CSS2: One"], {3: "unknown-section"}),
        (["CSS2: One", "CSS3: Two"], {3: "section-missing"}),
        (["New Evidence", "CSS2: One", "%$ gibberish 12"], {7: "unreadable-line"}),
        (["New Evidence", "CSS2:", "1.1.3"], {5: "title-missing", 7: "wording-differs"}),
        (["New Evidence", "CSS2: See CSS4: Other"], {5: "title-holds-code"}),
        (["New Evidence", "CSS2: One", "Assessor Acceptance: J Smith"], {7: "acceptance-not-read"}),
        (["New Evidence", "CSS2: One", "9.9.9: None", "CSS4: T"], {7: "unknown-code", 9: "e"}),
        (["New Evidence", "CSS2: One", "1.1.1.1: w"], {7: "wording-differs"}),
        (["New Evidence", "CSS2: One", "1.1.1: w"], {7: "out-of-order"}),
    ],
)
def test_it_is_told_with_its_line(
    outline: StandardOutline, lines: list[str], expected: dict[int, str]
) -> None:
    summary = read_customer_service(around(*lines), outline)
    expected = {k: "evidence-without-element" if v == "e" else v for k, v in expected.items()}
    for line, code in expected.items():
        assert (line, code) in told(summary)


def test_a_heading_without_its_code_is_known_by_its_words(outline: StandardOutline) -> None:
    text = around("New Evidence", "CSS1: One", outline.elements["1.1.3"], "New Evidence", "CSS2: B")
    summary = read_customer_service(text, outline)
    assert [link.element for link in summary.links] == ["1.1.2", "1.1.3"]
    assert (7, "code-missing") in told(summary)


def test_a_misread_digit_gives_way_to_the_words(outline: StandardOutline) -> None:
    heading = f"1.1.2: {outline.elements['1.1.3']}"
    text = around("New Evidence", "CSS1: One", heading, "New Evidence", "CSS2: B")
    summary = read_customer_service(text, outline)
    assert [link.element for link in summary.links] == ["1.1.2", "1.1.3"]
    assert (7, "code-differs") in told(summary)


def test_wording_of_its_own_is_told_and_typography_is_not(outline: StandardOutline) -> None:
    typographic = outline.elements["2.1.5"].replace("'", "’").upper()
    lines = ["New Evidence", "CSS1: One", f"2.1.5: {typographic}", "2.1.6: We empower nobody."]
    found = warned(outline, *lines)
    assert 7 not in found
    assert found[9] == "wording-differs"


def test_codes_of_another_council_refuse_the_whole_import(outline: StandardOutline) -> None:
    text = around("New Evidence", "CSS1: One", "HR-12: Two", "ES 4 – Three", "HR-12: Two")
    with pytest.raises(UnreadableEvidence) as refusal:
        read_customer_service(text, outline)
    assert [(each.line, each.code) for each in refusal.value.problems] == [
        (7, "unknown-prefix"),
        (9, "unknown-prefix"),
    ]
    assert "HR-12 (lines 7, 11)" in str(refusal.value)
    assert "CSS" in str(refusal.value)


def test_words_that_look_like_codes_refuse_nothing(outline: StandardOutline) -> None:
    lines = ["COVID 19: recovery", "Page 4: more", "ISO 9001: quality", "1.2 million visits"]
    found = warned(outline, "New Evidence", "CSS1: One", *lines)
    assert [found[line] for line in (7, 9, 11, 13)] == ["unreadable-line"] * 4


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("CSS201", ("CSS", 201, "CSS201")),
        ("HR-12", ("HR", 12, "HR-12")),
        ("HR – 12", ("HR", 12, "HR - 12")),
        ("hr012", ("HR", 12, "hr012")),
        ("ES\u00a0 1", ("ES", 1, "ES 1")),
        ("C99999", ("C", 99999, "C99999")),
    ],
)
def test_codes_keep_their_print_and_share_their_key(printed: str, parts: tuple) -> None:
    code = normalise_code(printed)
    assert code is not None
    assert (code.prefix, code.number, code.display) == parts


@pytest.mark.parametrize("printed", ["201", "CSS", "CSS123456", "CSS1a", "", "1.1.2"])
def test_other_words_are_no_codes(printed: str) -> None:
    assert normalise_code(printed) is None
