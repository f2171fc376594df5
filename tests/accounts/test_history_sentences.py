"""Every verb of the history is told in a sentence that its entries can fill."""

from string import Formatter

from django.utils import translation

from accounts.history import sentences
from accounts.history.sentences import known_verbs, sentence_of

from .verbs import entries_in_the_code

# What the verbs composed in the code can become, by the pattern as it is written there.
COMPOSED = {
    "f'assessments.{deed}'": {"assessments.rated", "assessments.rating_taken_back"},
    "f'assessments.{done}'": {
        "assessments.sent_for_approval",
        "assessments.approved",
        "assessments.sent_back",
    },
    "f'assessments.{verb}'": {"assessments.accepted", "assessments.acceptance_withdrawn"},
    "f'evidence.found_{found}'": {"evidence.found_clean", "evidence.found_infected"},
}


def test_the_scan_finds_the_writers():
    assert len(list(entries_in_the_code())) >= 20


def test_composed_verbs_are_those_listed_here():
    patterns = {entry.verb for entry in entries_in_the_code() if entry.is_pattern}
    assert patterns == set(COMPOSED)


def test_every_verb_has_a_sentence_and_every_sentence_a_verb():
    used = {entry.verb for entry in entries_in_the_code() if not entry.is_pattern}
    assert used | set().union(*COMPOSED.values()) == known_verbs()


def test_every_entry_gives_the_words_that_its_sentence_takes():
    lacking = {
        f"{entry.place} {verb}: {sorted(lacks)}"
        for entry in entries_in_the_code()
        for verb in COMPOSED.get(entry.verb, {entry.verb})
        if (lacks := fields_of(verb) - entry.words) and not entry.has_more_words
    }
    assert lacking == set()


def fields_of(verb):
    with translation.override("en-gb"):
        text = str(sentences._SENTENCES[verb])
    return {name for _text, name, _spec, _how in Formatter().parse(text) if name}


def test_a_verb_without_a_sentence_is_shown_as_it_is():
    assert sentence_of("evidence.unheard_of", {"code": "CSS1"}) == "evidence.unheard_of"


def test_a_word_that_was_erased_leaves_a_gap_and_no_error():
    assert sentence_of("evidence.linked", {"code": "CSS1"}) == "Linked CSS1 to …"


def test_braces_in_the_words_are_only_text():
    words = {"code": "{actor.password}", "element": "{0}"}
    assert sentence_of("evidence.linked", words) == "Linked {actor.password} to {0}"
