"""Which item a file belongs to, by its name, its folder and its bytes."""

import random
from collections import Counter
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.matching import Dropped, Index, Item, Match, propose
from evidence.matching.names import read
from evidence.matching.propose import element_of
from tests.journeys.council import document_000

from .disguises import DISGUISES

PREFIXES = ("CSS", "C")


def item(code, title, **facts):
    prefix = code.rstrip("0123456789")
    number = int(code[len(prefix) :])
    return Item(number + 10_000 * (prefix == "C"), code, prefix, number, title, **facts)


def proposed(name, *items, **more):
    """What is proposed for one file: how sure, and the codes of the items."""
    found = propose([Dropped(1, name)], Index(items, PREFIXES), **more)[1]
    return found.match.value, [each.code for each in found.items]


@pytest.fixture(scope="module")
def demonstration():
    """The 164 items of the council's own summary, by a reader that is not the portal's."""
    titles = {
        code: title
        for lists in document_000().values()
        for items in lists.values()
        for code, title in items
    }
    return [item(code, title) for code, title in titles.items()]


ANALYSIS = item("CSS201", "Face to Face Customer Analysis")
CHARTER = item("C004", "Customer Charter")


@pytest.mark.parametrize(
    "name",
    [
        *("CSS201.pdf", "css 201 analysis.docx", "CSS-201_v2.pdf", "Copy of CSS201.pdf"),
        *("css_201 final.pdf", "Analysis (CSS201).pdf", "CSS0201.pdf"),
    ],
)
def test_a_code_in_the_name_is_sure(name):
    assert proposed(name, ANALYSIS, CHARTER) == ("sure", ["CSS201"])


@pytest.mark.parametrize(
    "name",
    ["CSS2012.pdf", "ACSS201.pdf", "CSS999 results.pdf", "Plan C 4.1.2.pdf", "Vitamin C 4.pdf"],
)
def test_what_only_looks_like_a_code_is_none(name):
    assert proposed(name, ANALYSIS, CHARTER) == ("new", [])


def test_a_short_corporate_code_needs_a_word_of_the_title():
    assert proposed("C4 charter.pdf", CHARTER) == ("sure", ["C004"])
    assert proposed("C4 road closure.pdf", CHARTER) == ("new", [])
    assert proposed("C004 road closure.pdf", CHARTER) == ("sure", ["C004"])


def test_a_code_that_the_words_speak_against_is_to_be_chosen():
    assert proposed("CSS201 Customer Charter.pdf", ANALYSIS, CHARTER) == (
        "choose",
        ["CSS201", "C004"],
    )


@pytest.mark.parametrize(
    "name",
    [
        "Face to face customer analysis.pdf",
        "FACE_TO_FACE CUSTOMER ANALYSIS v2.docx",
        "2026-05-14 Face to Face Customer Analysis FINAL.pdf",
        "Copy of Face to Face Customer Analysis (2).pdf",
        "Face to Face Customer Analysis draft 14.05.26.pdf",
    ],
)
def test_the_same_title_is_sure_however_it_is_written(name):
    assert proposed(name, ANALYSIS, CHARTER) == ("sure", ["CSS201"])


def test_years_must_not_contradict_each_other():
    plan = item("CSS210", "Annual Improvement Plan 2022-23")
    assert proposed("Annual improvement plan 22-23.pdf", plan) == ("sure", ["CSS210"])
    assert proposed("Annual improvement plan 2019.pdf", plan) == ("new", [])
    assert proposed("Annual improvement plan.pdf", plan) == ("likely", ["CSS210"])


def test_similar_words_are_likely_and_twins_are_to_be_chosen():
    kitl = item("CSS301", "KITL Outreach Engagement 2023")
    one = item("CSS330", "SOCITM Benchmarking 2022 Outcome Report")
    two = item("CSS335", "SOCITM Benchmarking 2022 Outcome Report")
    assert proposed("KITL outreach.pptx", kitl, one, two) == ("likely", ["CSS301"])
    name = "SOCITM benchmarking outcome 2022.pdf"
    assert proposed(name, kitl, one, two) == ("choose", ["CSS330", "CSS335"])
    found = propose([Dropped(1, name)], Index([one, two], PREFIXES))[1]
    assert found.both


def test_one_item_is_proposed_to_one_file():
    files = [Dropped(1, "Face to face analysis.pdf"), Dropped(2, "Face customer analysis.pdf")]
    found = propose(files, Index([ANALYSIS, CHARTER], PREFIXES))
    assert [each.match for each in found.values()].count(Match.LIKELY) == 1
    assert Match.NEW in {each.match for each in found.values()}


def test_an_item_without_a_file_comes_first():
    with_file = item("CSS202", "Customer Analysis of Channels", has_file=True)
    without = item("CSS203", "Customer Analysis of Visits")
    assert proposed("customer analysis of.pdf", with_file, without)[1][0] == "CSS203"


def test_folders_named_after_codes_and_elements_are_hints():
    name = "Evidence/CSS201/scan0001.pdf"
    assert proposed(name, ANALYSIS, CHARTER) == ("likely", ["CSS201"])
    one, two = item("CSS210", "Customer survey north"), item("CSS211", "Customer survey south")
    linked = {"1.2.3": {two.pk}}
    found = proposed("1.2.3 Insight/customer survey.pdf", one, two, linked=linked)
    assert found[1][0] == "CSS211"
    assert element_of("1.2.3 Insight") == element_of("1.2.3") == "1.2.3"
    assert {element_of(folder) for folder in ("2024", "v1.2", "Insight 1.2.3")} == {""}


def test_the_same_bytes_come_before_any_name():
    files = [Dropped(1, "CSS201.pdf", "f" * 64)]
    found = propose(files, Index([ANALYSIS, CHARTER], PREFIXES), same={"f" * 64: CHARTER})
    assert (found[1].match, found[1].items) == (Match.SAME, (CHARTER,))


def test_sure_is_never_wrong_and_likely_hardly_ever(demonstration):
    """The 164 titles in nine disguises, with all items there and with every other one gone."""
    assert len(demonstration) == 164
    sure: Counter[bool] = Counter()
    likely: Counter[bool] = Counter()
    found: Counter[bool] = Counter()
    for seed, left in ((1, demonstration), (2, demonstration[::2]), (3, demonstration[1::2])):
        index, chance = Index(left, PREFIXES), random.Random(seed)
        for disguise in DISGUISES:
            files = [
                Dropped(at, disguise(each.code, each.title, chance) + ".pdf")
                for at, each in enumerate(demonstration)
            ]
            for at, proposal in propose(files, index).items():
                wanted = demonstration[at]
                # Two items of one title are one and the same as far as a name can say.
                right = {each.name.key for each in proposal.items[:1]} == {wanted.name.key}
                sure[right] += proposal.match == Match.SURE
                likely[right] += proposal.match == Match.LIKELY
                if wanted in left:
                    found[wanted in proposal.items] += 1
    assert sure[False] == 0 and sure[True] > 1500
    assert likely[True] / (likely[True] + likely[False]) > 0.99
    assert found[True] / (found[True] + found[False]) > 0.99


def test_two_hundred_files_are_matched_to_15000_items_within_two_seconds(demonstration):
    words = [word for each in demonstration for word in each.title.split()]
    many = [
        item(f"CSS{number}", " ".join(random.Random(number).sample(words, 5)))
        for number in range(1, 15_001)
    ]
    chance = random.Random(1)
    files = [
        Dropped(at, chance.choice(DISGUISES)(each.code, each.title, chance) + ".pdf")
        for at, each in enumerate(chance.sample(many, 200))
    ]
    started = process_time()  # of this process alone, whatever else the machine does
    propose(files, Index(many, PREFIXES))
    assert process_time() - started < 2


@given(st.text(max_size=80), st.lists(st.text(max_size=40), max_size=4))
def test_any_name_is_read_and_matched_without_fault(name, titles):
    items = [item(f"CSS{at}", title or "-") for at, title in enumerate(titles, start=201)]
    found = propose([Dropped(1, name)], Index(items, PREFIXES))[1]
    assert len(found.items) <= 3
    assert read(name).key == read(name).key


@given(st.sampled_from(["v2", "final", "copy", "draft", "(1)", "2025-03-01"]), st.integers(0, 163))
def test_what_people_add_to_a_name_changes_nothing(demonstration, added, at):
    wanted = demonstration[at]
    if read(wanted.title).years:
        return
    twins = [each for each in demonstration if each.name.key == wanted.name.key]
    found = propose(
        [Dropped(1, f"{wanted.title.replace('/', ' ')} {added}.pdf")],
        Index(demonstration, PREFIXES),
    )[1]
    assert wanted in found.items
    assert found.match == (Match.SURE if len(twins) == 1 else Match.CHOOSE)
