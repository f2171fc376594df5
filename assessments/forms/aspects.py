"""What a form asks, as things that two people can have answered differently."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from criteria.models import Rating

from .drafting import plain, typed_into

Values = dict[str, Any]


# A question of the form makes no heading.
HEADINGS = {"self_rating": _("Self-rating"), "rating": _("Rating")}


class Kind(StrEnum):
    """How an answer is shown."""

    TEXT = "text"
    RATING = "rating"
    TICK = "tick"


@dataclass(frozen=True)
class Aspect:
    """A field of a form; one tick of several where it has a `part`."""

    name: str
    label: str
    kind: Kind
    part: str = ""

    @property
    def is_main(self) -> bool:
        """The text that the form is there for."""
        return self.name in ("commentary", "finding", "text")

    @property
    def key(self) -> str:
        return f"{self.name}:{self.part}" if self.part else self.name


def aspects_of(form: forms.Form) -> list[Aspect]:
    """What is asked, in the order of the form; what it only carries along is left out."""
    found: list[Aspect] = []
    for name, field in form.fields.items():
        label = str(HEADINGS.get(name) or field.label or name)
        widget = field.widget
        if isinstance(widget, forms.Textarea):
            found.append(Aspect(name, label, Kind.TEXT))
        elif isinstance(widget, forms.CheckboxSelectMultiple):
            choices = field.choices  # type: ignore[attr-defined]
            found += [Aspect(name, str(text), Kind.TICK, str(value)) for value, text in choices]
        elif isinstance(widget, forms.RadioSelect):
            found.append(Aspect(name, label, Kind.RATING))
        elif isinstance(widget, forms.CheckboxInput):
            found.append(Aspect(name, label, Kind.TICK))
    return found


def saved_in(form: forms.Form) -> Values:
    """What an unbound form holds, by the aspects' keys."""
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return _by_key(form, values)


def typed_in(form: forms.Form, posted: QueryDict) -> Values:
    """What was sent for the form, by the aspects' keys."""
    return _by_key(form, typed_into(form, posted))


def told_in(form: forms.Form, words: Mapping[str, Any], ratings: Iterable[Rating]) -> Values:
    """What the history says of the form's fields, by the aspects' keys; it names ratings."""
    codes = {rating.name: rating.code for rating in ratings} | {"": ""}
    values: Values = _notes_told(form, words["notes"]) if "notes" in words else {}
    for aspect in aspects_of(form):
        value = plain(words.get(aspect.name))
        if aspect.kind == Kind.RATING and aspect.name in words and value in codes:
            values[aspect.key] = codes[value]
        elif aspect.kind != Kind.RATING and aspect.name in words and not aspect.part:
            values[aspect.key] = value
    return values


def _notes_told(form: forms.Form, notes: Mapping[str, str]) -> Values:
    """Notes on parts; one that no save tells of is what it is now."""
    clauses = getattr(form, "clauses", {})
    saved = saved_in(form)
    return {name: plain(notes.get(clause.code, saved[name])) for name, clause in clauses.items()}


def as_posted(form: forms.Form, values: Values) -> QueryDict:
    """The values as a browser would send them."""
    data = QueryDict(mutable=True)
    for aspect in aspects_of(form):
        value = values.get(aspect.key)
        if aspect.kind != Kind.TICK:
            data[aspect.name] = str(value or "")
        elif value:
            data.appendlist(aspect.name, aspect.part or "on")
    return data


def _by_key(form: forms.Form, values: Values) -> Values:
    return {
        aspect.key: _part(values[aspect.name], aspect.part)
        if aspect.part
        else plain(values[aspect.name])
        for aspect in aspects_of(form)
    }


def _part(chosen: Any, part: str) -> Any:
    return plain(part in {str(each) for each in chosen or ()})
