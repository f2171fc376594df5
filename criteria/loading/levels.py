"""What each level of an edition is called in a file, and which of its fields may change."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from criteria.models import Clause, Criterion, Element, Rating, SubCriterion


@dataclass(frozen=True)
class Level:
    """One list in the file and the model it fills.

    `fixed` fields never change once the edition is used; `free` ones may.
    """

    kind: str
    key: str
    model: type[models.Model]
    parent: str
    edition_path: str
    fixed: tuple[str, ...]
    free: tuple[str, ...] = ()
    child: "Level | None" = None

    @property
    def fields(self) -> tuple[str, ...]:
        return self.fixed + self.free


CLAUSE = Level("clause", "clauses", Clause, "element", "element__edition", ("text",))
ELEMENT = Level(
    "element",
    "elements",
    Element,
    "sub_criterion",
    "edition",
    ("text", "attributes"),
    ("guidance",),
    CLAUSE,
)
SUB_CRITERION = Level(
    "sub-criterion",
    "sub_criteria",
    SubCriterion,
    "criterion",
    "criterion__edition",
    ("title", "attributes"),
    child=ELEMENT,
)
CRITERION = Level(
    "criterion",
    "criteria",
    Criterion,
    "edition",
    "edition",
    ("title", "partials_allowed"),
    child=SUB_CRITERION,
)
RATING = Level(
    "rating", "ratings", Rating, "edition", "edition", ("name", "letter", "meaning", "counts_as")
)
LEVELS = (RATING, CRITERION, SUB_CRITERION, ELEMENT, CLAUSE)


@dataclass(frozen=True)
class Row:
    """One entry of a list: its code, its parent's code, its place from 1, and its fields."""

    code: str
    parent: str
    position: int
    values: dict[str, Any]


@dataclass(frozen=True)
class EditionFile:
    slug: str
    fixed: dict[str, Any]
    free: dict[str, Any]
    rows: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def is_current(self) -> bool:
        return self.free["is_current"]


@dataclass(frozen=True)
class StandardFile:
    slug: str
    names: dict[str, str]
    editions: list[EditionFile]
