"""What each half of an element was, save by save, as the history tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.history.sentences import who_did, with_words
from accounts.models import HistoryEntry
from assessments.enums import Half
from assessments.models import ElementAssessment, ReportText

VERBS = {
    Half.SERVICE: ["assessments.self_assessed"],
    Half.ASSESSOR: [
        "assessments.rated",
        "assessments.rating_taken_back",
        "assessments.accepted",
        "assessments.acceptance_withdrawn",
        "assessments.parts_accepted",
    ],
}
# Whoever has a form open for longer than so many saves is shown two texts instead of three.
MOST = 60


@dataclass(frozen=True)
class Save:
    """One save: the `revision` it made, None where that was not told yet, and the words."""

    at: datetime
    who: str
    by_id: int | None
    revision: int | None
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True)
class Beginning:
    """What a form began from, and when that was saved, where a save made it."""

    words: dict[str, Any]
    at: datetime | None = None


def saves_of(row: ElementAssessment, half: str) -> list[Save]:
    """The latest saves of that half of the element, latest first; one statement."""
    entries = HistoryEntry.objects.filter(
        assessment_id=row.assessment_id,
        element_code=row.element.code,
        verb__in=VERBS[Half(half)],
    ).order_by("-sequence")[:MOST]
    return [_save(entry, entry.words or {}) for entry in with_words(entries)]


def saves_of_report(text: ReportText, began: str | None) -> list[Save]:
    """The last save of a part of the report, and before it the text that a form `began` from.

    The history tells of the report how much was written, not what.
    """
    if text.written_at is None:
        return []
    before = {} if began is None else {"text": began}
    who, by = str(text.written_by), text.written_by_id
    return [Save(text.written_at, who, by, text.revision, before, {"text": text.text})]


def beginning_at(saves: Sequence[Save], revision: int) -> Beginning:
    """What stood at a revision; no words where the history does not say.

    A save that changed nothing counts the revision up and tells nothing: what stood then is
    what the last save before it left.
    """
    told = [save for save in saves if save.revision is not None]
    until = [save for save in told if (save.revision or 0) <= revision]
    if not told:
        return Beginning({})
    words, at = (until[0].after, until[0].at) if until else (told[-1].before, None)
    return Beginning({**words, "notes": _notes_at(told, len(told) - len(until))}, at)


def _notes_at(told: Sequence[Save], later: int) -> dict[str, str]:
    """The notes by the codes of their parts; `later` saves came after the moment asked for.

    A save tells only of notes that it changed, so they are put together from all.
    """
    notes: dict[str, str] = {}
    for save in told[:later]:
        notes |= save.before.get("notes") or {}
    for save in reversed(told[later:]):
        notes |= save.after.get("notes") or {}
    return notes


def _save(entry: Any, words: dict[str, Any]) -> Save:
    return Save(
        entry.at,
        who_did(entry.actor, words),
        entry.actor_id,
        words.get("revision"),
        words.get("before") or {},
        words.get("after") or {},
    )
