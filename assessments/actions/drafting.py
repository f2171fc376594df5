"""What is typed is kept before it is saved.

Drafts are the writer's own affair, so none of this is in the history.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import QueryDict

from accounts.models import User
from assessments.draft_queries import Drafted, drafts_kept_before, key_of
from assessments.models import Draft

# The private note beside a rating is saved by itself and goes with the access.
NOTE = {"note", "note_revision"}
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "window", "revision", "stay", "shown"} | NOTE)


@transaction.atomic
def keep_draft(
    *,
    row: Drafted,
    half: str,
    window: UUID | str,
    fields: Mapping[str, Any],
    revision: int,
    writer: User,
) -> Draft:
    """Keep the fields of a form as they are now, in place of what that window had before.

    `fields` are a form's data as posted, one value or a list of values by name. Where they
    bear a number `typed`, words that arrive after later ones of their window are left alone.
    """
    key: dict[str, Any] = key_of(row, half) | {"window": window, "writer": writer}
    held = Draft.objects.select_for_update(no_key=True).filter(**key).first()
    values = _values(fields)
    if held and (_typed(held.fields) > _typed(values) or _is_kept(held, values, revision)):
        return held
    draft, _is_new = Draft.objects.update_or_create(
        **key, defaults={"fields": values, "revision": revision}
    )
    _drop_outgrown(draft)
    return draft


@transaction.atomic
def drop_drafts(
    *,
    row: Drafted,
    half: str,
    writer: User,
    window: UUID | str | None = None,
    fields: Mapping[str, Any] | None = None,
) -> None:
    """Let go what was kept: all of the form, or that of one window.

    With the `fields` that were saved also go the drafts of other windows that hold no word
    which is not in them, and those that the form began from (`took_up`), unless something
    was typed in their windows since.
    """
    drafts = Draft.objects.filter(**key_of(row, half), writer=writer)
    if window is None:
        drafts.delete()
        return
    saved = _values(fields or {})
    taken_up = _taken_up(saved)
    done = [
        draft.pk
        for draft in drafts
        if str(draft.window) == str(window)
        or draft.mark in taken_up
        or (saved and _is_within(draft.fields, saved))
    ]
    drafts.filter(pk__in=done).delete()


def drop_old_drafts(*, before: datetime) -> int:
    """Let go what nobody has typed in since `before`; returns how many."""
    return drafts_kept_before(before).delete()[0]


def _values(fields: Mapping[str, Any]) -> dict[str, list[str]]:
    lists = fields.lists() if isinstance(fields, QueryDict) else fields.items()
    return {name: _listed(value) for name, value in lists if name not in NOT_TYPED}


def _listed(value: Any) -> list[str]:
    values = value if isinstance(value, list | tuple) else [value]
    return [str(each).replace("\r\n", "\n") for each in values]


def _is_kept(held: Draft, values: Mapping[str, list[str]], revision: int) -> bool:
    """Sent once more, as after a connection that broke: the draft keeps its moment."""
    words = {name: value for name, value in values.items() if name != "typed"}
    return held.revision == revision and words == {
        name: value for name, value in held.fields.items() if name != "typed"
    }


def _typed(fields: Mapping[str, list[str]]) -> int:
    number = (fields.get("typed") or ["0"])[0]
    return int(number) if number.isdecimal() else 0


def _taken_up(fields: Mapping[str, list[str]]) -> set[str]:
    return set(" ".join(fields.get("took_up", [])).split())


def _drop_outgrown(draft: Draft) -> None:
    """Earlier drafts that begin from the same text and of which every word is in this one."""
    others = Draft.objects.filter(
        row_id=draft.row_id,
        report_text_id=draft.report_text_id,
        half=draft.half,
        writer=draft.writer,
        revision=draft.revision,
    ).exclude(pk=draft.pk)
    outgrown = [
        other.pk
        for other in others
        if other.mark in _taken_up(draft.fields) and _is_within(other.fields, draft.fields)
    ]
    if outgrown:
        others.filter(pk__in=outgrown).delete()


def _is_within(fields: Mapping[str, list[str]], others: Mapping[str, list[str]]) -> bool:
    """Each value is empty, the same in the others, or a text that theirs contains."""
    return all(
        not any(values)
        or values == others.get(name)
        or (len(values) == 1 and " " in values[0] and values[0] in "".join(others.get(name, [])))
        for name, values in fields.items()
        if name not in ("typed", "took_up", "began")
    )
