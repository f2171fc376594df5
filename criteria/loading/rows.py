"""The lists of an edition, level within level, as flat rows."""

import re
from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from .levels import CLAUSE, Level, Row
from .values import Place

CODE = re.compile(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*")
Rows = dict[str, list[Row]]


def read_rows(level: Level, parent: Place, parent_code: str = "") -> Rows:
    """The rows of `level` in `parent` and of all levels below, by the level's key."""
    rows: Rows = {level.key: []}
    for position, entry in enumerate(_entries(level, parent), 1):
        place, code = _placed(level, entry, position, parent, parent_code)
        row = Row(code, parent_code, position, _values(level, place))
        rows[level.key].append(row)
        note_bad_fields(place, level.model(code=code, **row.values), ("code", *level.fields))
        if level.child:
            for key, below in read_rows(level.child, place, code).items():
                rows.setdefault(key, []).extend(below)
    note_repeated(parent, level.kind, [row.code for row in rows[level.key]])
    return rows


def note_repeated(place: Place, kind: str, codes: list[str]) -> None:
    """Note each code that is used more than once."""
    for code, times in Counter(filter(None, codes)).items():
        if times > 1:
            place.note(f"{kind} {code} is there {times} times.")


def note_bad_fields(place: Place, instance: models.Model, names: tuple[str, ...]) -> None:
    """Note what the model refuses of the fields named, such as a text that is too long."""
    filled = {name for name in names if getattr(instance, name)}
    try:
        instance.clean_fields(exclude={f.name for f in instance._meta.fields} - filled)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            place.note(f"“{name}”: {' '.join(messages)}")


def _entries(level: Level, parent: Place) -> list[Any]:
    # Only the parts of an element may be unknown; every other level has something in it.
    return parent.parts(level.key, may_be_empty=level is CLAUSE)


def _placed(
    level: Level, entry: Any, position: int, parent: Place, parent_code: str
) -> tuple[Place, str]:
    above = parent.name.partition(",")[0]
    place = Place(entry, f"{parent.name}, {level.kind} number {position}", parent.problems)
    code = place.text("code")
    if code:
        place.name = f"{above}, {level.kind} {code}"
        if not CODE.fullmatch(code):
            place.note("a code has letters and digits, with single dots or hyphens between.")
        elif parent_code and not code.startswith(f"{parent_code}."):
            place.note(f"stands under {parent_code}, so its code should begin “{parent_code}.”.")
    place.allow("code", *level.fields, *([level.child.key] if level.child else []))
    return place, code


def _values(level: Level, place: Place) -> dict[str, Any]:
    return {name: _value(level.model._meta.get_field(name), place) for name in level.fields}


def _value(field: Any, place: Place) -> Any:
    if isinstance(field, models.JSONField):
        return place.table(field.name)
    if isinstance(field, models.IntegerField):
        return place.number_or_none(field.name)
    return place.text(field.name, default="" if field.blank else None)
