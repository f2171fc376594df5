"""A person can be taken out of the history, and nothing else passes for that."""

import pytest

from accounts.history import About, erase_person, record
from accounts.history.verify import verify_chain
from accounts.models import HistoryEntry, HistoryText
from tests.builders.people import make_user

from .tampering import TEXTS, tamper

pytestmark = pytest.mark.django_db
WORDS_GONE = "The words of this entry were changed or removed."
PEOPLE_GONE = "Who did this, or from where, was changed or removed."


@pytest.fixture
def people():
    return make_user(name="Morag Officer"), make_user(name="Hamish Manager")


@pytest.fixture(autouse=True)
def _three_entries(people):
    """What she did, what he did about her, and what he did."""
    she, he = people
    record(verb="evidence.linked", by=she, about=About(item_id=1), code="CSS1", element="1.1.1")
    record(verb="accounts.invited", by=he, about=About(person_id=she.pk), who=str(she))
    record(verb="evidence.linked", by=he, about=About(item_id=2), code="CSS2", element="1.1.1")


def erasure_of(person, by):
    return record(verb="accounts.person_erased", by=by, about=About(person_id=person.pk))


def first_fault():
    fault = verify_chain().fault
    return fault and (fault.sequence, fault.message)


def names_left():
    return " ".join(
        f"{text.actor} {text.words}" for text in HistoryText.objects.order_by("entry_sequence")
    )


def test_an_erased_person_is_named_nowhere_and_the_history_stays_sound(people):
    she, he = people
    assert erase_person(person_id=she.pk, entry=erasure_of(she, he)) == 2
    assert "Morag" not in names_left()
    assert "Hamish" in names_left()
    assert "CSS1" in names_left(), "what they wrote about the work stays"
    assert first_fault() is None
    assert verify_chain().entries == 4


def test_no_salt_is_left_by_which_a_name_could_be_guessed(people):
    she, he = people
    erase_person(person_id=she.pk, entry=erasure_of(she, he))
    did, was_about = HistoryText.objects.filter(entry_sequence__lte=2).order_by("entry_sequence")
    assert (did.people_salt, was_about.salt) == ("", "")
    assert did.salt
    assert was_about.people_salt


def test_an_attempt_that_nobody_signed_in_made_as_them_loses_its_address(people):
    she, he = people
    record(verb="evidence.linked", by=None, about=About(person_id=she.pk), code="1", element="2")
    HistoryText.objects.get(entry_sequence=4)
    erase_person(person_id=she.pk, entry=erasure_of(she, he))
    assert HistoryText.objects.get(entry_sequence=4).people_salt == ""
    assert first_fault() is None


def test_what_is_done_after_an_erasure_stays(people):
    she, he = people
    entry = erasure_of(she, he)
    record(verb="accounts.invited", by=he, about=About(person_id=she.pk), who="another")
    erase_person(person_id=she.pk, entry=entry)
    assert HistoryText.objects.get(entry_sequence=5).words == {"who": "another"}


def test_only_the_entry_of_that_persons_erasure_erases(people):
    she, he = people
    for entry in (erasure_of(he, he), HistoryEntry.objects.get(sequence=2)):
        with pytest.raises(ValueError, match="does not tell"):
            erase_person(person_id=she.pk, entry=entry)


EMPTY_PEOPLE = f"UPDATE {TEXTS} SET people_salt = '', actor = '', address = ''"
EMPTY_WORDS = f"UPDATE {TEXTS} SET salt = '', words = '{{}}'"


@pytest.mark.parametrize("emptied", [1, 2, 3])
def test_an_emptied_text_without_an_erasure_is_found(emptied):
    tamper(f"{EMPTY_WORDS} WHERE entry_sequence = {emptied}")
    assert first_fault() == (emptied, WORDS_GONE)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (f"{EMPTY_PEOPLE}, people_erased_in = 4 WHERE entry_sequence = 3", (3, PEOPLE_GONE)),
        (f"{EMPTY_WORDS}, words_erased_in = 4 WHERE entry_sequence = 1", (1, WORDS_GONE)),
        (f"{EMPTY_WORDS}, words_erased_in = 4 WHERE entry_sequence = 3", (3, WORDS_GONE)),
        (f"{EMPTY_PEOPLE}, people_erased_in = 3 WHERE entry_sequence = 1", (1, PEOPLE_GONE)),
        (f"{EMPTY_PEOPLE}, people_erased_in = 9 WHERE entry_sequence = 1", (1, PEOPLE_GONE)),
        (f"{EMPTY_WORDS}, words_erased_in = 4 WHERE entry_sequence = 5", (5, WORDS_GONE)),
        (f"UPDATE {TEXTS} SET actor = 'Another' WHERE entry_sequence = 1", (1, PEOPLE_GONE)),
        (f"UPDATE {TEXTS} SET people_erased_in = 5 WHERE entry_sequence = 5", (5, PEOPLE_GONE)),
    ],
    ids=[
        "of another person",
        "words of what they did",
        "words of what is not about them",
        "by an entry that erases nobody",
        "by an entry that is not there",
        "of what came later",
        "filled in again",
        "by itself",
    ],
)
def test_what_only_looks_like_an_erasure_is_found(people, statement, fault):
    she, he = people
    erase_person(person_id=she.pk, entry=erasure_of(she, he))
    record(verb="accounts.invited", by=he, about=About(person_id=she.pk), who="another")
    assert first_fault() is None
    tamper(statement)
    assert first_fault() == fault
