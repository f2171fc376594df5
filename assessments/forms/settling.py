"""Two versions of one form, and what somebody chooses of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict

from assessments.merging import (
    Changed,
    Choice,
    Row,
    assembled,
    joined,
    merge,
    paragraphs,
    preselected,
    who_changed,
)

from .aspects import Aspect, Kind, Values, as_posted, aspects_of

SALT = "assessments.settling"
FIELD = "conflict"
UNKNOWN = object()


@dataclass(frozen=True)
class Sides:
    """What both began from, what I sent and what is saved, by the aspects' keys.

    `revision` is that of what is saved; `began` the one that mine began from; `rest` what
    my form carried along.
    """

    base: Values
    mine: Values
    theirs: Values
    revision: int
    began: int
    rest: dict[str, list[str]] = field(default_factory=dict)

    @property
    def signed(self) -> str:
        """All of it in one field of a form, which nobody but the portal can write."""
        return signing.dumps(vars(self), salt=SALT, compress=True)

    @classmethod
    def of(cls, posted: QueryDict) -> "Sides | None":
        """What a page of two versions was made of; None where that is not known."""
        try:
            return cls(**signing.loads(posted.get(FIELD, ""), salt=SALT))
        except signing.BadSignature:
            return None


@dataclass(frozen=True)
class Question:
    """Something that stands in both, by its number on the page; `row` where it is a paragraph.

    `place` counts the paragraphs of a text. `choice` is what is chosen as the page is shown.
    """

    number: int
    aspect: Aspect
    changed: Changed
    base: Any
    mine: Any
    theirs: Any
    row: Row | None = None
    place: int = 0
    choice: Choice | None = None
    written: str = ""
    is_missing: bool = False

    @property
    def is_open(self) -> bool:
        return self.changed != Changed.NEITHER

    @property
    def needs_choice(self) -> bool:
        return self.changed == Changed.BOTH and self.choice is None


def questions_of(
    form: forms.Form, sides: Sides, posted: Mapping[str, str] | None = None
) -> list[Question]:
    """Everything that both say, paragraph by paragraph; with what was chosen in `posted`."""
    return [
        _with_choice(question, posted)
        for question in _questions(form, sides)
        if question.aspect.kind != Kind.TICK or question.is_open
    ]


def settled(form: forms.Form, sides: Sides, questions: list[Question]) -> QueryDict:
    """The form as it was chosen, to be saved over what is saved now."""
    values = dict(sides.theirs)
    for aspect in aspects_of(form):
        asked = [question for question in questions if question.aspect == aspect]
        if aspect.kind == Kind.TEXT:
            values[aspect.key] = _text(asked)
        elif asked:
            values[aspect.key] = asked[0].theirs if _is_theirs(asked[0]) else asked[0].mine
    return _posted(form, sides, values)


def all_of_mine(form: forms.Form, sides: Sides) -> QueryDict:
    """My form as it was, to be saved over what is saved now."""
    return _posted(form, sides, sides.mine)


def _posted(form: forms.Form, sides: Sides, values: Values) -> QueryDict:
    data = as_posted(form, values)
    for name, sent in sides.rest.items():
        data.setlist(name, sent)
    data["revision"] = str(sides.revision)
    return data


def _is_theirs(question: Question) -> bool:
    return question.choice == Choice.THEIRS


def _text(asked: list[Question]) -> str:
    rows = [question.row for question in asked if question.row]
    choices = {at: asked[at].choice for at in range(len(asked))}
    return assembled(
        rows,
        {at: choice for at, choice in choices.items() if choice},
        {at: question.written for at, question in enumerate(asked)},
    )


def _questions(form: forms.Form, sides: Sides) -> Iterator[Question]:
    number = 0
    for aspect in aspects_of(form):
        base = sides.base.get(aspect.key, UNKNOWN)
        mine, theirs = sides.mine.get(aspect.key, ""), sides.theirs.get(aspect.key, "")
        if aspect.kind != Kind.TEXT:
            number += 1
            changed = who_changed(base, mine, theirs)
            known = None if base is UNKNOWN else base
            yield Question(number, aspect, changed, known, mine, theirs)
            continue
        rows = merge(base="" if base is UNKNOWN else base, mine=mine, theirs=theirs)
        for place, row in enumerate(rows, start=1):
            number += 1
            yield Question(number, aspect, row.changed, row.base, row.mine, row.theirs, row, place)


def _with_choice(question: Question, posted: Mapping[str, str] | None) -> Question:
    chosen = (posted or {}).get(f"choice-{question.number}", "")
    choice = Choice(chosen) if chosen in set(Choice) else None
    both = question.row.together if question.row else ""
    written = (posted or {}).get(f"written-{question.number}", both)
    choice = choice or preselected(question.changed)
    return Question(
        **{
            **vars(question),
            "choice": choice,
            "written": joined(paragraphs(written)),
            "is_missing": posted is not None and question.changed == Changed.BOTH and not choice,
        }
    )
