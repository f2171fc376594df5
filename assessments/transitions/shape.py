"""What a row of a table of states holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

# Says why something does not hold, or nothing where it does.
Guard = Callable[[Any], str]


class NotPossibleNow(Exception):
    """The state of things does not allow this; the message says what would."""


@dataclass(frozen=True)
class Need:
    """What somebody has to give: the name of it, and what to say where it lacks."""

    name: str
    refusal: Promise


@dataclass(frozen=True)
class Transition:
    """From which states a verb leads where, for whom, and on what terms.

    `permission` is the registered one that the person must have for the assessment.
    `guards` are asked in turn of what moves, and each says why not, or nothing.
    `refusal` is said from any other state.
    """

    sources: frozenset[str]
    target: str
    permission: str
    refusal: Promise
    guards: tuple[Guard, ...] = ()
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True)
class Table:
    """All the steps of one kind of object, by verb; `field` is where it keeps its state."""

    model: type[Model]
    field: str
    states: frozenset[str]
    transitions: Mapping[str, Transition]
