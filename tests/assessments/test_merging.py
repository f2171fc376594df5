"""Two texts that began as one are put together, and no word is lost or invented."""

from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.merging import Changed, Choice, assembled, merge, paragraphs, preselected
from assessments.wording import Mark

UNHURRIED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORDS = [
    "we",
    "meet",
    "every",
    "week",
    "with",
    "customers",
    "staff",
    "(CSS302)",
    "page 8.",
    "\n- so",
]
paragraph = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
texts = st.lists(paragraph, max_size=6).map("\n\n".join)


@st.composite
def edited(draw, text):
    """The text as somebody may leave it: paragraphs taken out, changed, added."""
    parts = []
    for part in paragraphs(draw(text) if not isinstance(text, str) else text):
        fate = draw(st.sampled_from(["keep", "keep", "drop", "change", "add"]))
        if fate == "add":
            parts.append(draw(paragraph))
        if fate == "change":
            words = part.split(" ")
            words.insert(draw(st.integers(0, len(words))), draw(st.sampled_from(WORDS)))
            part = " ".join(words)
        if fate != "drop":
            parts.append(part)
    return "\n\n".join([*parts, *draw(st.lists(paragraph, max_size=2))])


@st.composite
def three(draw):
    base = draw(texts)
    return base, draw(st.one_of(edited(base), texts)), draw(st.one_of(edited(base), texts))


def words(parts):
    return sorted(chain.from_iterable(part.split() for part in parts))


@UNHURRIED
@given(three())
def test_every_paragraph_of_both_texts_is_on_the_page_in_its_order(which):
    base, mine, theirs = which
    rows = merge(base=base, mine=mine, theirs=theirs)
    assert [row.mine for row in rows if row.mine is not None] == paragraphs(mine)
    assert [row.theirs for row in rows if row.theirs is not None] == paragraphs(theirs)


@UNHURRIED
@given(three())
def test_the_words_of_each_paragraph_are_all_shown(which):
    base, mine, theirs = which
    for row in merge(base=base, mine=mine, theirs=theirs):
        for text, pieces in ((row.mine, row.my_words), (row.theirs, row.their_words)):
            shown = "".join(piece.text for piece in pieces if piece.mark != Mark.TAKEN_OUT)
            assert shown == (text or "")


@UNHURRIED
@given(three())
def test_taking_all_of_one_gives_that_one(which):
    base, mine, theirs = which
    rows = merge(base=base, mine=mine, theirs=theirs)
    for choice, text in ((Choice.MINE, mine), (Choice.THEIRS, theirs)):
        taken = assembled(rows, dict.fromkeys(range(len(rows)), choice))
        assert paragraphs(taken) == paragraphs(text)


@UNHURRIED
@given(texts, texts)
def test_where_one_changed_nothing_the_other_stands(base, other):
    rows = merge(base=base, mine=base, theirs=other)
    assert not [row for row in rows if row.changed == Changed.BOTH]
    assert paragraphs(assembled(rows, {})) == paragraphs(other)
    rows = merge(base=base, mine=other, theirs=base)
    assert paragraphs(assembled(rows, {})) == paragraphs(other)


@UNHURRIED
@given(three(), st.data())
def test_nothing_is_invented_whatever_is_chosen(which, data):
    base, mine, theirs = which
    rows = merge(base=base, mine=mine, theirs=theirs)
    offered = st.sampled_from([Choice.MINE, Choice.THEIRS, Choice.TOGETHER])
    choices = {number: data.draw(offered) for number in range(len(rows))}
    there = words([mine, theirs])
    for word in words([assembled(rows, choices)]):
        there.remove(word)


@UNHURRIED
@given(three())
def test_nothing_that_both_changed_is_chosen_for_anybody(which):
    base, mine, theirs = which
    for row in merge(base=base, mine=mine, theirs=theirs):
        both_have_it = row.changed in (Changed.BOTH, Changed.NEITHER)
        assert (preselected(row.changed) is None) == both_have_it


@UNHURRIED
@given(three())
def test_undecided_both_texts_are_kept(which):
    base, mine, theirs = which
    rows = merge(base=base, mine=mine, theirs=theirs)
    made = assembled(rows, {})
    for row in rows:
        if row.changed == Changed.BOTH:
            assert (row.mine or "") in made
            assert (row.theirs or "") in made


def test_neighbours_that_each_changed_one_paragraph_need_no_choice():
    base = "We look at how we consult.\n\nReplies are weighted by area.\n\nStaff reply (CSS341)."
    mine = base.replace("by area.", "by area. Of these, 71 had never answered before.")
    theirs = base.replace("(CSS341)", "(CSS341, page 3)") + "\n\nSOCITM finds the same."
    rows = merge(base=base, mine=mine, theirs=theirs)
    assert [row.changed for row in rows] == ["neither", "mine", "theirs", "theirs"]
    added = [piece.text for piece in rows[1].my_words if piece.mark == Mark.ADDED]
    assert added == [" Of these, 71 had never answered before."]
    assert assembled(rows, {}).split("\n\n")[1:] == [
        "Replies are weighted by area. Of these, 71 had never answered before.",
        "Staff reply (CSS341, page 3).",
        "SOCITM finds the same.",
    ]


def test_what_both_changed_can_be_written_anew():
    rows = merge(base="We meet weekly.", mine="We meet daily.", theirs="We meet monthly.")
    assert [row.changed for row in rows] == ["both"]
    assert assembled(rows, {0: Choice.TOGETHER}) == "We meet daily.\n\nWe meet monthly."
    assert (
        assembled(rows, {0: Choice.WRITTEN}, {0: "We meet.\r\n\r\nDaily."}) == "We meet.\n\nDaily."
    )


@pytest.mark.parametrize(
    "text", ["a\n\n" * 3000, "a " * 5000, "word " * 300 + "\n\n" + "b " * 4000]
)
def test_a_text_that_repeats_itself_keeps_nobody_waiting(text):
    rows = merge(base=text, mine=text + "\n\nMine", theirs="Theirs\n\n" + text)
    assert "Mine" in assembled(rows, {})
    assert [row.my_words for row in rows]
