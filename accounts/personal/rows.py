"""Rows of a model that lead to a person by one field: most of what is held is such."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import models
from django.utils.text import capfirst

from accounts.models import Organisation, User

from .registry import Row, holds_personal

Column = str | tuple[str, Any]


def holds_rows(
    name: str,
    title: Any,
    model: type[models.Model],
    field: str,
    *,
    columns: Sequence[Column],
    organisation: str | None,
    erased: bool = False,
) -> None:
    """Say that rows of the model are held about the person in `field`.

    `columns` are fields, also of what they lead to (`item__code`), each with a heading where
    its own name does not do. `organisation` leads to the organisation that holds the row;
    None for what is the person's own affair. `erased` rows go with the person.
    """

    for column in columns:
        _field(model, column if isinstance(column, str) else column[0])

    def read(user: User, within: Organisation | None) -> Iterator[Row]:
        return _rows(model, {field: user} | _within(organisation, within), columns)

    def read_own(user: User) -> Iterator[Row]:
        return _rows(model, {field: user}, columns)

    def erase(user: User, by: User | None) -> None:
        model._default_manager.filter(**{field: user}).delete()

    holds_personal(
        name,
        read if organisation else read_own,
        erase if erased else None,
        title=title,
        covers=[f"{model._meta.label}.{field}"],
    )


def _within(path: str | None, organisation: Organisation | None) -> dict[str, Any]:
    return {path: organisation} if path and organisation else {}


def _rows(
    model: type[models.Model], wanted: dict[str, Any], columns: Sequence[Column]
) -> Iterator[Row]:
    lookups = [column if isinstance(column, str) else column[0] for column in columns]
    headings = [_heading(model, column) for column in columns]
    says = [_says(_field(model, lookup)) for lookup in lookups]
    found = model._default_manager.filter(**wanted).order_by("pk").values_list(*lookups)
    for values in found.iterator(chunk_size=2000):
        yield {
            heading: say(value) for heading, say, value in zip(headings, says, values, strict=True)
        }


def _heading(model: type[models.Model], column: Column) -> str:
    if isinstance(column, tuple):
        return str(column[1])
    return str(capfirst(_field(model, column).verbose_name))


def _field(model: type[models.Model], lookup: str) -> models.Field:
    """The field at the end of a path such as `item__code`."""
    *steps, last = lookup.split("__")
    at: Any = model
    for step in steps:
        at = at._meta.get_field(step).related_model
    return at._meta.get_field(last)


def _says(field: models.Field) -> Callable[[Any], Any]:
    """A value as people read it: of closed lists the words, not the code."""
    words: Iterable[tuple[Any, Any]] = field.flatchoices or ()
    known = {code: str(text) for code, text in words}
    return lambda value: known.get(value, value) if known else value
