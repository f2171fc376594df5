"""The figures of a report, without a renderer."""

from dataclasses import replace

import pytest

from assessments.reports.content import anchor, breakable, in_runs, natural, shorten
from tests.builders.report_content import (
    COMPLIANT,
    NON_COMPLIANT,
    PARTIAL,
    accepted,
    make_content_of_the_standard,
    make_criterion_content,
    make_element_content,
    make_evidence_line,
    make_summary_content,
)


def test_the_whole_standard_counts_57_elements_and_193_citations():
    tally = make_content_of_the_standard().tally
    assert (tally.total, tally.citations, tally.rated, tally.accepted) == (57, 193, 29, 29)


def test_figures_follow_from_the_ratings():
    criterion = make_criterion_content(
        make_element_content("1.1.1", rating=COMPLIANT, carried_from="2025", in_review=False),
        make_element_content("1.1.2", rating=PARTIAL),
        make_element_content("1.1.3", rating=NON_COMPLIANT),
        make_element_content("1.1.4"),
    )
    tally = criterion.tally
    assert (tally.rated, tally.to_rate, tally.carried, tally.not_met) == (3, 1, 1, 1)
    assert criterion.partial_boxes == (True, False)
    assert make_summary_content(criteria=(criterion,)).met == (0, 1)


def test_more_partials_than_allowed_are_said():
    elements = [make_element_content(f"1.1.{n}", rating=PARTIAL) for n in (1, 2, 3)]
    content = make_summary_content(*elements)
    assert [criterion.code for criterion in content.over_allowance] == ["1"]
    assert content.criteria[0].partial_boxes == (True, True, True)


def test_a_criterion_without_an_allowance_has_no_boxes_and_breaks_no_rule():
    criterion = make_criterion_content(
        make_element_content(rating=COMPLIANT), partials_allowed=None
    )
    content = make_summary_content(criteria=(criterion,))
    assert criterion.partial_boxes == ()
    assert content.over_allowance == ()
    assert content.partials_allowed is None


def test_the_index_lists_an_item_once_with_every_element_it_is_cited_for():
    line = make_evidence_line("C017", title="Customer Service Charter")
    other = make_evidence_line("C009")
    content = make_summary_content(
        make_element_content("1.3.2", corporate=(line,)),
        make_element_content("4.2.1", corporate=(line, other)),
        make_element_content("5.1.1", corporate=(line,)),
    )
    first, second = content.corporate_index
    assert (first.code, second.code) == ("C009", "C017")
    assert [element.code for element in second.cited_for] == ["1.3.2", "4.2.1", "5.1.1"]


def test_an_item_new_for_one_element_is_new_in_the_index():
    line = make_evidence_line("CSS312")
    content = make_summary_content(
        make_element_content("4.2.3", active=(), new=(line,)),
        make_element_content("5.3.3", active=(line,)),
    )
    assert [entry.status for entry in content.service_index] == ["new"]


def test_codes_are_ordered_as_people_count():
    codes = ["CSS1000", "CSS201", "CSS99", "HR-12", "ES 1"]
    assert sorted(codes, key=natural) == ["CSS99", "CSS201", "CSS1000", "ES 1", "HR-12"]
    assert sorted(["1.10.1", "1.9.1"], key=natural) == ["1.9.1", "1.10.1"]


def test_a_place_in_the_document_has_a_name_for_any_code():
    assert anchor("i", "HR 12") != anchor("i", "HR-12")
    assert set(anchor("i", 'a"><b>')) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-.")


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ("", ""),
        ("1.1.1", "1.1.1"),
        ("1.1.1 1.1.2", "1.1.1, 1.1.2"),
        ("1.1.1 1.1.2 1.1.3 1.2.1", "1.1.1 to 1.1.3, 1.2.1"),
        ("1.1.9 1.1.10 1.1.11 1.1.13", "1.1.9 to 1.1.11, 1.1.13"),
        ("A B C 7 8 9", "A, B, C, 7 to 9"),
    ],
)
def test_codes_in_a_row_are_named_by_their_ends(codes, said):
    assert in_runs(codes.split()) == said


def test_words_are_cut_between_words():
    assert shorten("We have an in-depth understanding, of them", 35) == (
        "We have an in-depth understanding…"
    )
    assert shorten("x" * 50, 10) == "x" * 10 + "…"
    assert shorten("Short enough.", 42) == "Short enough."


def test_only_an_endless_word_is_broken():
    address = "https://example.org/" + "a" * 200
    assert breakable(address) == address
    assert breakable("x" * 300).replace("\u200b", "") == "x" * 300
    assert "\u200b" in breakable("x" * 300)


@pytest.mark.parametrize(
    "fields",
    [
        {"finding": "words " * 400},
        {"finding": "\n" * 60},
        {"active": tuple(make_evidence_line(f"CSS{n}") for n in range(201, 241))},
    ],
)
def test_what_is_too_tall_for_two_columns_is_long(fields):
    assert make_element_content(**fields).is_long


def test_an_element_as_in_practice_is_not_long():
    lines = tuple(make_evidence_line(f"CSS{n}", locator="Page 12") for n in (201, 221, 241))
    element = make_element_content(active=lines, corporate=lines, finding="words " * 60)
    assert not element.is_long


def test_a_visit_over_two_months_is_written_in_full():
    content = make_summary_content()
    assert content.visit_in_one_month
    first = content.visit_days[0]
    assert not replace(content, visit_days=(first.replace(month=10), first)).visit_in_one_month


def test_acceptance_needs_a_day():
    element = make_element_content()
    assert not element.is_accepted
    assert accepted(element).is_accepted
