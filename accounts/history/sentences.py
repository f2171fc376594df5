"""The history as people read it: one sentence for each verb, registered by the app that has it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import HistoryEntry, HistoryText

CHANGE, READING, EXPORT, REFUSAL, SIGN_IN = "change", "reading", "export", "refusal", "sign-in"
KINDS = {
    CHANGE: _("Changes"),
    READING: _("Readings"),
    EXPORT: _("Exports and downloads"),
    REFUSAL: _("Refusals"),
    SIGN_IN: _("Signing in and out"),
}

_SENTENCES: dict[str, Any] = {}
_KINDS: dict[str, str] = {}


def say(*, kind: str = CHANGE, **sentences: Any) -> None:
    """Register sentences by verb; `{name}` in them is filled from the entry's words.

    Verbs are written with `__` for the dot: `evidence__linked=_("Linked {code}")`. `kind` is
    one of KINDS, the same for all of them: who may read an entry hangs on it.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind} is no kind of entry")
    told = {verb.replace("__", "."): text for verb, text in sentences.items()}
    _SENTENCES.update(told)
    _KINDS.update(dict.fromkeys(told, kind))


def kind_of(verb: str) -> str:
    """The kind that a verb was registered with; a verb that nobody knows is a change."""
    return _KINDS.get(verb, CHANGE)


def verbs_of(*kinds: str) -> list[str]:
    """Every verb of these kinds."""
    return sorted(verb for verb, kind in _KINDS.items() if kind in kinds)


def all_but_changes() -> list[str]:
    """Every verb that changes nothing: readings, exports, refusals, signing in."""
    return verbs_of(*set(KINDS) - {CHANGE})


@dataclass(frozen=True)
class Told:
    """One entry as a line of a history list."""

    at: datetime
    who: str
    sentence: str


class _Blank(dict):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence_of(verb: str, words: dict[str, Any]) -> str:
    """The entry in words; a verb without a sentence is shown as it is, never hidden."""
    text = _SENTENCES.get(verb)
    return str(text).format_map(_Blank(words)) if text else verb


def known_verbs() -> frozenset[str]:
    """Every verb that has a sentence."""
    return frozenset(_SENTENCES)


def told(entries: QuerySet[HistoryEntry] | Iterable[HistoryEntry]) -> list[Told]:
    """Entries as lines to show, in the order given; one SQL statement.

    Entries that were read already take one for their words.
    """
    if isinstance(entries, QuerySet):
        return [_told(row, row.words or {}, row.actor or "") for row in with_words(entries)]
    rows = list(entries)
    texts = HistoryText.objects.in_bulk([row.sequence for row in rows])
    found = [(row, texts.get(row.sequence, HistoryText())) for row in rows]
    return [_told(row, text.words, text.actor) for row, text in found]


def with_words(entries: QuerySet[HistoryEntry]) -> Any:
    """Each entry with its `words`, with `actor` and `address`; None where there are none."""
    text = HistoryText.objects.filter(entry_sequence=OuterRef("sequence"))
    return entries.annotate(
        words=Subquery(text.values("words")[:1]),
        actor=Subquery(text.values("actor")[:1]),
        address=Subquery(text.values("address")[:1]),
    )


def who_did(actor: str | None, words: dict[str, Any]) -> str:
    """The name of who did it; entries of the first days have it among their words."""
    return actor or words.get("actor", "")


def _told(row: HistoryEntry, words: dict[str, Any], actor: str) -> Told:
    return Told(row.at, who_did(actor, words), sentence_of(row.verb, words))
