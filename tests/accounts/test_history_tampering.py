"""Whatever is done to the history behind the portal's back is found, and where it begins.

Each way is tried with the triggers lifted, on the database that the tests run on.
"""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.history.anchors import read_anchor
from accounts.history.guards import lifted_guards
from accounts.history.verify import head_of_chain, verify_chain
from accounts.models import HistoryEntry, HistoryText

from .tampering import (
    ENTRIES,
    HEAD,
    TEXTS,
    cut_off_after,
    forge,
    renumber,
    rewrite_from,
    run,
    tamper,
    write_history,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _five_entries():
    write_history(5)


BETWEEN = (
    "The history was rewritten from an entry between this one and {}, which is not the one the"
    " anchor names."
)


def first_fault(anchor=None):
    fault = verify_chain(anchor).fault
    return fault and (fault.sequence, fault.message)


CHANGES = {
    "at": "'2020-01-01 00:00:00+00:00'",
    "verb": "'evidence.linked'",
    "actor_id": "1",
    "organisation_id": "1",
    "portfolio_id": "1",
    "assessment_id": "1",
    "item_id": "1",
    "person_id": "1",
    "element_code": "'9.9.9'",
    "text_digest": "'0'",
    "people_digest": "'0'",
    "previous_seal": "'0'",
    "seal": "'0'",
    "key_id": "'another'",
}


def test_every_field_has_a_change_below():
    assert {f.attname for f in HistoryEntry._meta.concrete_fields} == {*CHANGES, "sequence"}


@pytest.mark.parametrize("field", CHANGES)
def test_a_changed_field_is_found(field):
    tamper(f"UPDATE {ENTRIES} SET {field} = {CHANGES[field]} WHERE sequence = 3")
    assert first_fault()[0] == 3


def test_a_history_that_nobody_touched_is_sound():
    assert first_fault() is None
    assert first_fault(head_of_chain()) is None
    assert verify_chain().entries == 5


def test_changed_words_are_found():
    with lifted_guards():
        HistoryText.objects.filter(entry_sequence=2).update(words={"actor": "", "code": "CSS9"})
    assert first_fault() == (2, "The words of this entry were changed or removed.")


def test_removed_words_are_found():
    tamper(f"DELETE FROM {TEXTS} WHERE entry_sequence = 2")
    assert first_fault()[0] == 2


def test_words_moved_to_another_entry_are_found():
    tamper(f"DELETE FROM {TEXTS} WHERE entry_sequence = 2")
    tamper(f"UPDATE {TEXTS} SET entry_sequence = 2 WHERE entry_sequence = 4")
    assert first_fault()[0] == 2


def test_a_removed_entry_is_found():
    tamper(f"DELETE FROM {ENTRIES} WHERE sequence = 3")
    assert first_fault() == (3, "This entry is missing.")


def test_a_removed_entry_is_found_when_the_others_close_ranks():
    tamper(f"DELETE FROM {ENTRIES} WHERE sequence = 3")
    tamper(f"DELETE FROM {TEXTS} WHERE entry_sequence = 3")
    renumber(4, 3)
    renumber(5, 4)
    assert first_fault() == (3, "This entry does not follow the one before it.")


def test_a_removed_first_entry_is_found():
    tamper(f"DELETE FROM {ENTRIES} WHERE sequence = 1")
    assert first_fault() == (1, "This entry is missing.")


def test_an_entry_before_the_first_is_found():
    forge(0, after=1)
    assert first_fault() == (0, "This entry stands before the first.")


def test_an_inserted_entry_is_found():
    renumber(5, 6)
    renumber(4, 5)
    renumber(3, 4)
    forge(3, after=2, seal="f" * 64)
    assert first_fault() == (3, "This entry was changed after it was written.")


def test_an_inserted_entry_is_found_even_when_it_bears_a_true_seal():
    renumber(5, 6)
    renumber(4, 5)
    renumber(3, 4)
    forge(3, after=2)
    assert first_fault() == (4, "This entry does not follow the one before it.")


def test_swapped_entries_are_found():
    renumber(2, 99)
    renumber(3, 2)
    renumber(99, 3)
    assert first_fault() == (2, "This entry does not follow the one before it.")


def test_swapped_deeds_are_found():
    for field in ("verb", "text_digest", "element_code", "item_id"):
        tamper(
            f"UPDATE {ENTRIES} SET {field} = (SELECT e.{field} FROM {ENTRIES} e"
            f" WHERE e.sequence = 5 - {ENTRIES}.sequence) WHERE sequence IN (2, 3)"
        )
    assert first_fault()[0] == 2


def test_a_fork_is_found():
    forge(6, after=3)
    assert first_fault() == (6, "This entry does not follow the one before it.")


def test_an_entry_added_past_the_recorded_end_is_found():
    forge(6, after=5)
    assert first_fault() == (6, "The end on record does not reach this entry.")


def test_a_last_entry_in_place_of_the_true_one_is_found():
    tamper(f"DELETE FROM {ENTRIES} WHERE sequence = 5")
    tamper(f"DELETE FROM {TEXTS} WHERE entry_sequence = 5")
    forge(5, after=4)
    assert first_fault() == (5, "This entry is not the one that was written last.")


@pytest.mark.parametrize("left", [0, 3])
def test_an_end_cut_off_is_found(left):
    cut_off_after(left, cover=False)
    assert first_fault() == (left + 1, "The history was cut off at its end.")


def test_an_end_cut_off_with_its_record_is_found():
    cut_off_after(3, cover=False)
    tamper(f"DELETE FROM {HEAD}")
    assert first_fault() == (1, "The end on record does not reach this entry.")


def test_an_end_cut_off_without_its_words_is_found():
    words = list(HistoryText.objects.filter(entry_sequence__gt=3))
    cut_off_after(3, cover=True)
    HistoryText.objects.bulk_create(words)
    assert first_fault() == (4, "There are words here, but their entry is missing.")


@pytest.mark.parametrize("left", [0, 3])
def test_an_end_cut_off_without_a_trace_is_found_by_the_anchor(left):
    anchor = head_of_chain()
    cut_off_after(left, cover=True)
    assert first_fault() is None, "nothing in the database itself can show it"
    assert first_fault(anchor) == (
        left + 1,
        "The history was cut off: the anchor names a later entry.",
    )


def test_a_history_rewritten_from_the_start_is_found_by_the_anchor():
    anchor = head_of_chain()
    rewrite_from(1, actor="", code="CSS9", title="Another")
    assert first_fault() is None, "whoever holds the key can seal anew"
    assert first_fault(anchor) == (1, BETWEEN.format(5))


def test_anchors_one_after_another_tell_between_which_two_it_was_rewritten(tmp_path):
    path = tmp_path / "anchor"
    for _each in range(3):
        call_command("history_anchor", path, stdout=StringIO())
        write_history(4)
    anchor = read_anchor(path)
    assert [sequence for sequence, _seal in anchor["marks"]] == [5, 9]
    rewrite_from(8, actor="", code="CSS9", title="Another")
    assert first_fault(anchor) == (6, BETWEEN.format(9))
    code, out = verify("--anchor", str(path), "--json")
    assert (code, json.loads(out)["first_bad"]["sequence"]) == (1, 6)


def test_one_anchor_of_a_long_history_tells_it_to_within_a_hundred(tmp_path):
    write_history(345)
    path = tmp_path / "anchor"
    call_command("history_anchor", path, stdout=StringIO())
    write_history(1)
    assert first_fault(read_anchor(path)) is None
    rewrite_from(250, actor="", code="CSS9", title="Another")
    assert first_fault() is None
    assert first_fault(read_anchor(path)) == (201, BETWEEN.format(300))


def test_a_rewritten_entry_right_after_an_anchor_is_named_itself(tmp_path):
    path = tmp_path / "anchor"
    call_command("history_anchor", path, stdout=StringIO())
    write_history(1)
    call_command("history_anchor", path, stdout=StringIO())
    rewrite_from(6, actor="", code="CSS9", title="Another")
    said = "This entry is not the one the anchor names: it was rewritten."
    assert first_fault(read_anchor(path)) == (6, said)


def test_what_was_rewritten_or_cut_off_is_not_anchored_anew(tmp_path):
    path = tmp_path / "anchor"
    call_command("history_anchor", path, stdout=StringIO())
    kept = path.read_text()
    rewrite_from(2, actor="", code="CSS9", title="Another")
    with pytest.raises(CommandError, match="not the one that this file was written for"):
        call_command("history_anchor", path, stdout=StringIO())
    cut_off_after(3, cover=True)
    with pytest.raises(CommandError, match="not the one that this file was written for"):
        call_command("history_anchor", path, stdout=StringIO())
    assert path.read_text() == kept


def test_an_anchor_of_before_that_has_no_marks_is_still_read(tmp_path):
    path = tmp_path / "anchor"
    path.write_text(json.dumps(head_of_chain()))
    assert verify("--anchor", str(path))[0] == 0
    call_command("history_anchor", path, stdout=StringIO())
    assert verify("--anchor", str(path))[0] == 0


def test_an_anchor_stays_good_while_the_history_grows():
    anchor = head_of_chain()
    write_history(3)
    assert first_fault(anchor) is None


def test_the_history_goes_on_after_it_was_verified():
    assert first_fault() is None
    write_history(1)
    assert verify_chain(head_of_chain()).entries == 6


def test_a_key_that_is_not_at_hand_is_named(settings):
    settings.HISTORY_KEYS = {"newer": "a newer key"}
    assert first_fault() == (1, "The key test that sealed it is not in HISTORY_KEYS.")


def test_another_key_of_the_same_name_does_not_pass(settings):
    settings.HISTORY_KEYS = {"test": "another key"}
    assert first_fault()[0] == 1


def test_entries_of_an_older_key_verify_beside_those_of_the_new_one(settings):
    settings.HISTORY_KEYS = settings.HISTORY_KEYS | {"newer": "a newer key"}
    settings.HISTORY_KEY_ID = "newer"
    write_history(2)
    assert set(HistoryEntry.objects.values_list("key_id", flat=True)) == {"test", "newer"}
    assert first_fault() is None


def test_missing_guards_are_reported():
    on_table = f"ON {ENTRIES}" if connection.vendor == "postgresql" else ""
    run(f"DROP TRIGGER {ENTRIES}_no_update {on_table}")
    assert first_fault() == (None, f"The guards of {ENTRIES} are missing: run migrate.")


def test_a_seal_of_other_characters_is_a_fault_and_no_crash():
    tamper(f"UPDATE {ENTRIES} SET seal = 'é' WHERE sequence = 3")
    assert first_fault()[0] == 3


def test_a_value_that_cannot_be_read_is_a_fault_and_no_crash():
    if connection.vendor == "postgresql":
        tamper(f"UPDATE {ENTRIES} SET at = 'infinity' WHERE sequence = 3")
    else:
        tamper(f"UPDATE {ENTRIES} SET at = 'yesterday' WHERE sequence = 3")
    assert first_fault()[0] == 3


def verify(*arguments):
    """Exit code and output of the command."""
    out = StringIO()
    try:
        call_command("verify_history", *arguments, stdout=out)
    except SystemExit as stop:
        return stop.code, out.getvalue()
    return 0, out.getvalue()


def test_the_command_says_that_all_is_well():
    assert verify() == (0, "The history is sound: 5 entries.\n")
    code, out = verify("--json")
    assert (code, json.loads(out)) == (0, {"sound": True, "entries": 5, "first_bad": None})


def test_the_command_names_the_first_bad_record_and_exits_with_1():
    tamper(f"UPDATE {ENTRIES} SET verb = 'x' WHERE sequence IN (3, 4)")
    assert verify() == (1, "Entry 3: This entry was changed after it was written.\n")
    code, out = verify("--json")
    assert code == 1
    assert json.loads(out) == {
        "sound": False,
        "entries": 2,
        "first_bad": {
            "sequence": 3,
            "message": "This entry was changed after it was written.",
        },
    }


def test_an_anchor_written_by_one_command_is_read_by_the_other(tmp_path):
    anchor = tmp_path / "anchor.json"
    out = StringIO()
    call_command("history_anchor", anchor, stdout=out)
    assert out.getvalue() == f"Anchor of entry 5 written to {anchor}.\n"
    write_history(1)
    assert verify("--anchor", str(anchor))[0] == 0
    cut_off_after(4, cover=True)
    code, out = verify("--anchor", str(anchor), "--json")
    assert code == 1
    assert json.loads(out)["first_bad"]["sequence"] == 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "[]",
        "{}",
        '{"sequence": "x", "seal": ""}',
        '{"sequence": -1, "seal": "ab"}',
        '{"sequence": 3, "seal": ""}',
        '{"sequence": 0, "seal": "ab"}',
        '{"sequence": 3, "seal": "ab", "marks": 3}',
        '{"sequence": 3, "seal": "ab", "marks": [[1]]}',
        '{"sequence": 3, "seal": "ab", "marks": [[1, ""]]}',
        "\ud800",
    ],
)
def test_what_is_no_anchor_is_refused(tmp_path, text):
    anchor = tmp_path / "anchor.json"
    anchor.write_text(text, errors="surrogatepass")
    with pytest.raises(CommandError, match="is not an anchor"):
        verify("--anchor", str(anchor))


def test_an_anchor_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="is not an anchor"):
        verify("--anchor", str(tmp_path / "nothing"))
