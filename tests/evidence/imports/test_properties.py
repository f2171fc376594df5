"""Whatever marks wander through a summary, its links stay; whatever it holds, none is silent."""

import random
import string
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.imports.lines import read_lines
from evidence.imports.outline import StandardOutline
from evidence.imports.report import ImportRefused

from .builders import HOUSING, Lists, SummaryText, codes_told, lists_of, read_housing

relaxed = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
MARKS = [
    ("", ""),
    ("**", "**"),
    ("**", "** "),
    ("_", "_"),
    ("## ", ""),
    ("## **", "**"),
    ("", "**"),
]
MARKS += [
    ("*", "*"),
    ("> ", ""),
    ("   ", ""),
    ("\u00a0", "\u00a0"),
    ("- ", ""),
    ("• ", ""),
    ("#", ""),
]
LETTERS = string.ascii_letters + string.digits + "'’,.&/()–-"


def portfolio(outline: StandardOutline, chance: random.Random) -> dict[str, Lists]:
    """Any evidence for any elements, each code with one title of its own."""
    lists: dict[str, Lists] = {}
    for element in chance.sample(list(outline.elements), chance.randint(1, 12)):
        numbers = chance.sample(range(1, 99999), chance.randint(1, 5))
        words = "".join(chance.choices(LETTERS, k=chance.randint(1, 50)))
        items = [(f"HR{number}", f"Report {number} {words}") for number in numbers]
        lists[element] = {chance.choice(["new", "active"]): items}
    return lists


def codes(lists: dict[str, Lists]) -> dict[str, dict[str, list[str]]]:
    return {
        element: {name: [code for code, _title in items] for name, items in listed.items()}
        for element, listed in lists.items()
    }


@relaxed
@given(seed=st.integers(0, 10**9))
def test_wandering_marks_never_move_a_link(outline: StandardOutline, seed: int) -> None:
    chance = random.Random(seed)
    lists = portfolio(outline, chance)
    printed = []
    for line in SummaryText(outline, lists).lines():
        before, after = chance.choice(MARKS)
        printed += [f"{before}{line}{after}", *[""] * chance.randint(0, 2)]
        if chance.random() < 0.1:
            printed += ["", f"Page {len(printed)} of 900", ""]
    text = chance.choice(["\n", "\r\n"]).join(printed)
    assert codes(lists_of(read_housing(text, outline))) == codes(lists)


@relaxed
@given(noise=st.lists(st.text(max_size=60), max_size=12), seed=st.integers(0, 10**9))
def test_no_line_is_passed_over_whatever_it_holds(
    outline: StandardOutline, noise: list[str], seed: int
) -> None:
    chance = random.Random(seed)
    printed = SummaryText(outline, HOUSING).lines()
    for line in noise:
        printed.insert(chance.randint(0, len(printed)), line)
    encoded = "\n\n".join(printed).encode("utf-8", "replace")
    try:
        summary = read_housing(encoded, outline)
    except ImportRefused as refusal:
        assert str(refusal)
        return
    lines = {line.number for line in read_lines(encoded, "a.txt") if line.text.strip()}
    assert set(summary.readings) == lines
    unread = {line for line, reading in summary.readings.items() if reading == "unreadable"}
    assert unread <= {warning.line for warning in summary.warnings}


@relaxed
@given(data=st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused_in_words(outline: StandardOutline, data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xff\xfe", b"%PDF"):
        try:
            read_housing(start + data, outline)
        except ImportRefused as refusal:
            assert str(refusal)


@pytest.mark.parametrize("line", ["1.1.3: " + "." * 10**6, "HR2" + " " * 10**6 + "x", "a " * 10**6])
def test_a_line_of_a_million_characters_takes_no_time(outline: StandardOutline, line: str) -> None:
    text = f"{SummaryText(outline).text()}\n\n{line}\n"
    start = time.process_time()
    summary = read_housing(text, outline)
    assert time.process_time() - start < 10
    assert lists_of(summary) == HOUSING
    assert "unreadable-line" in codes_told(summary)
