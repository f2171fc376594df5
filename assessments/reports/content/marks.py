"""The names of a standard’s levels and the marks of its scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MET, PARTIAL, NOT_MET, EXCLUDED = "met", "partial", "not-met", "excluded"


@dataclass(frozen=True)
class LevelName:
    """What the standard calls one of its levels."""

    one: str
    many: str


@dataclass(frozen=True)
class Levels:
    """The names of the four levels."""

    criterion: LevelName = LevelName("Criterion", "Criteria")
    sub_criterion: LevelName = LevelName("Sub-criterion", "Sub-criteria")
    element: LevelName = LevelName("Element", "Elements")
    clause: LevelName = LevelName("Part of the element", "Parts of the element")

    @classmethod
    def from_names(cls, names: Mapping[str, Mapping[str, str]]) -> Levels:
        """The levels of an edition's `level_names`; a level left out keeps its usual name."""
        return cls(**{level: LevelName(**name) for level, name in names.items()})


@dataclass(frozen=True)
class RatingMark:
    """A rating of the standard's scale. `counts_as` is met, partial, not-met or excluded."""

    code: str
    letter: str
    name: str
    counts_as: str = MET
    meaning: str = ""
