"""The real summary of a council, figure by figure and warning by warning."""

import time
from collections import Counter

from evidence.imports.outline import StandardOutline
from evidence.imports.result import ParsedSummary

from .builders import lists_of, read_customer_service, told
from .independent import evidence_by_element


def read(data: bytes, outline: StandardOutline) -> ParsedSummary:
    return read_customer_service(data, outline)


def test_every_item_and_link_is_found(real_summary: bytes, outline: StandardOutline) -> None:
    summary = read(real_summary, outline)
    assert Counter(item.scope for item in summary.evidence) == {"service": 106, "corporate": 58}
    assert Counter(link.listing for link in summary.links) == {
        "active": 73,
        "new": 37,
        "corporate": 83,
    }
    assert Counter(link.status for link in summary.links) == {"active": 73 + 83, "new": 37}
    assert len({link.element for link in summary.links}) == 42


def test_every_list_is_as_a_reader_written_apart_finds_it(
    real_summary: bytes, outline: StandardOutline
) -> None:
    found = evidence_by_element(real_summary.decode())
    assert sum(len(items) for lists in found.values() for items in lists.values()) == 193
    assert lists_of(read(real_summary, outline)) == found


def test_every_oddity_is_told_with_its_line(real_summary: bytes, outline: StandardOutline) -> None:
    assert told(read(real_summary, outline)) == [
        (7, "overview-incomplete"),
        (13, "element-heading-missing"),  # 1.1.1
        (13, "heading-missing"),  # 1
        (13, "heading-missing"),  # 1.1
        (123, "unreadable-line"),
        (149, "element-heading-missing"),  # 1.3.3
        (183, "clauses-cut-short"),  # 2.1.1
        (287, "empty-section"),  # 2.2.1
        (365, "clauses-cut-short"),  # 3.1.1
        (377, "empty-section"),  # 3.1.2
        (413, "empty-section"),  # 3.2.2
        (461, "empty-section"),  # 3.3.1
        (463, "element-heading-missing"),  # 3.3.2
        (471, "empty-section"),  # 3.3.3
        (475, "element-heading-missing"),  # 3.4.1
        (475, "heading-missing"),  # 3.4
        (481, "empty-section"),  # 3.4.2
        (613, "clauses-cut-short"),  # 4.2.4
        (687, "element-heading-missing"),  # 4.3.6
        (719, "empty-section"),  # 5.1.2
        (719, "repeated-section"),
        (809, "empty-section"),  # 5.3.2
        (821, "same-title"),  # CSS330 and CSS335
        (835, "clauses-cut-short"),  # 5.3.3, where the document breaks off
    ]


def test_missing_headings_are_named(real_summary: bytes, outline: StandardOutline) -> None:
    messages = [
        each.message
        for each in read(real_summary, outline).warnings
        if each.code == "element-heading-missing"
    ]
    for code, message in zip(["1.1.1", "1.3.3", "3.3.2", "3.4.1", "4.3.6"], messages, strict=True):
        assert f" {code} " in message


def test_titles_lose_escapes_and_nothing_else(
    real_summary: bytes, outline: StandardOutline
) -> None:
    titles = {item.code: item.title for item in read(real_summary, outline).evidence}
    assert titles["CSS331"] == "ICT Remote Working_Final Report Published"
    assert titles["CSS074"] == "Wellbeing Strategy (2019 - 2024)"
    assert titles["C058"] == "Council Leader's Report on CSE Achievers."
    assert not [title for title in titles.values() if "*" in title or "\\" in title]


def test_the_title_block_names_council_service_and_template(
    real_summary: bytes, outline: StandardOutline
) -> None:
    block = read(real_summary, outline).title_block
    assert block.organisation == "Argyll and Bute Council"
    assert block.service == "Customer Support Services"
    assert block.template == "Argyll and Bute Council Corporate Template"


def test_no_line_is_passed_over(real_summary: bytes, outline: StandardOutline) -> None:
    summary = read(real_summary, outline)
    printed = {
        number for number, line in enumerate(real_summary.decode().split("\n"), 1) if line.strip()
    }
    assert set(summary.readings) == printed
    unread = {line for line, reading in summary.readings.items() if reading == "unreadable"}
    assert unread == {line for line, code in told(summary) if code == "unreadable-line"}


def test_reading_takes_well_under_a_second(real_summary: bytes, outline: StandardOutline) -> None:
    read(real_summary, outline)
    times = []
    for _round in range(5):
        start = time.process_time()
        read(real_summary, outline)
        times.append(time.process_time() - start)
    assert min(times) < 0.5  # 0.04 on a quiet machine; tests may share theirs
