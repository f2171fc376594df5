"""The ways to tamper, at the first record, the last, and where words and names were erased."""

import pytest

from accounts.history import About, erase_person, record
from accounts.history.verify import head_of_chain, verify_chain
from accounts.models import HistoryEntry
from tests.builders.people import make_user

from .tampering import ENTRIES, TEXTS, cut_off_after, forge, renumber, rewrite_from, tamper

pytestmark = pytest.mark.django_db
# 1 and 4 lost who did it, 2 its words; 5 tells of the erasure.
LAST = 7
PLACES = range(1, LAST + 1)


@pytest.fixture(autouse=True)
def _seven_entries():
    she, he = make_user(name="Morag Officer"), make_user(name="Hamish Manager")
    linked = {"verb": "evidence.linked", "element": "1.1.1"}
    record(by=she, about=About(item_id=1), code="CSS1", **linked)
    record(verb="accounts.invited", by=he, about=About(person_id=she.pk), who=str(she))
    record(by=he, about=About(item_id=3), code="CSS3", **linked)
    record(by=she, about=About(item_id=4), code="CSS4", **linked)
    entry = record(verb="accounts.person_erased", by=he, about=About(person_id=she.pk))
    erase_person(person_id=she.pk, entry=entry)
    record(by=he, about=About(item_id=6), code="CSS6", **linked)
    record(by=he, about=About(item_id=7), code="CSS7", **linked)
    assert verify_chain().fault is None


def first_bad(anchor=None):
    verdict = verify_chain(anchor)
    assert verdict.fault
    assert verdict.fault.sequence
    assert verdict.entries == verdict.fault.sequence - 1
    return verdict.fault.sequence


@pytest.mark.parametrize("place", PLACES)
def test_a_changed_entry_is_named(place):
    tamper(f"UPDATE {ENTRIES} SET verb = 'evidence.added' WHERE sequence = {place}")
    assert first_bad() == place


@pytest.mark.parametrize("place", PLACES)
def test_changed_words_are_named(place):
    tamper(f"UPDATE {TEXTS} SET salt = 'x', actor = 'x' WHERE entry_sequence = {place}")
    assert first_bad() == place


@pytest.mark.parametrize("place", PLACES)
def test_a_removed_entry_is_named(place):
    tamper(f"DELETE FROM {ENTRIES} WHERE sequence = {place}")
    tamper(f"DELETE FROM {TEXTS} WHERE entry_sequence = {place}")
    assert first_bad() == place


@pytest.mark.parametrize("place", PLACES[:-1])
def test_a_removed_entry_is_named_where_the_others_close_ranks(place):
    tamper(f"DELETE FROM {ENTRIES} WHERE sequence = {place}")
    tamper(f"DELETE FROM {TEXTS} WHERE entry_sequence = {place}")
    for later in range(place + 1, LAST + 1):
        renumber(later, later - 1)
    assert first_bad() == place


@pytest.mark.parametrize("place", PLACES)
def test_an_inserted_entry_is_named(place):
    for later in range(LAST, place - 1, -1):
        renumber(later, later + 1)
    forge(place, after=place + 1, seal="f" * 64, code="CSS9")
    assert first_bad() == place


@pytest.mark.parametrize("place", PLACES[:-1])
def test_swapped_entries_are_named(place):
    renumber(place, 99)
    renumber(place + 1, place)
    renumber(99, place + 1)
    assert first_bad() == place


@pytest.mark.parametrize("place", PLACES)
def test_a_fork_is_named(place):
    forge(LAST + 1, after=place)
    assert first_bad() == LAST + 1


@pytest.mark.parametrize("left", range(LAST))
def test_an_end_cut_off_is_named(left):
    anchor = head_of_chain()
    cut_off_after(left, cover=False)
    assert first_bad() == left + 1
    cut_off_after(left, cover=True)
    assert first_bad(anchor) == left + 1


@pytest.mark.parametrize("place", PLACES)
def test_a_history_made_anew_from_an_entry_on_is_named_by_the_anchor_before_it(place):
    seals = dict(HistoryEntry.objects.values_list("sequence", "seal"))
    marks = [[place - 1, seals[place - 1]]] if place > 1 else []
    rewrite_from(place, code="CSS9", element="1.1.1")
    assert first_bad({"sequence": LAST, "seal": seals[LAST], "marks": marks}) == place
