"""The scheme of visits that an edition says of itself.

A certificate of three years begins with a full assessment and has two annual reviews; a
rolling programme has one full assessment and then goes round its reviews; some bodies make
a remedial visit after a failure. Which it is stands in the edition's data.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ALL, SHARE = COVERS = ("all", "share")


@dataclass(frozen=True)
class Visit:
    """One visit of the scheme; one that covers a share looks at one of `Cycle.years` shares."""

    kind: str
    name: str
    covers: str = ALL

    @property
    def covers_all(self) -> bool:
        return self.covers == ALL


@dataclass(frozen=True)
class Cycle:
    """The visits in order, where they go on after the last, and what follows a failure.

    `then` is the kind with which the cycle goes on; a scheme may have no remedial visit.
    """

    years: int
    visits: tuple[Visit, ...]
    then: str
    remedial: Visit | None = None

    @property
    def first(self) -> Visit:
        return self.visits[0]

    @property
    def goes_on_with(self) -> Visit:
        """The visit after the last one."""
        return next(visit for visit in self.visits if visit.kind == self.then)

    @property
    def kinds(self) -> tuple[Visit, ...]:
        """Every visit that there can be, the remedial one last."""
        return self.visits + ((self.remedial,) if self.remedial else ())

    def find(self, kind: str) -> Visit | None:
        return next((visit for visit in self.kinds if visit.kind == kind), None)

    def name_of(self, kind: str) -> str:
        """What the scheme calls the kind; one it does not know keeps its code."""
        visit = self.find(kind)
        return visit.name if visit else kind

    def is_remedial(self, kind: str) -> bool:
        return bool(self.remedial and self.remedial.kind == kind)

    def after(self, kind: str) -> Visit:
        """The visit that follows in the cycle; the first after a kind that it does not know."""
        kinds = [visit.kind for visit in self.visits]
        if kind not in kinds:
            return self.first
        place = kinds.index(kind) + 1
        return self.visits[place] if place < len(kinds) else self.goes_on_with


def cycle_from(data: Mapping[str, Any]) -> Cycle:
    """The scheme in the data of an edition.

    Whatever is left out has its usual meaning: the first visit looks at all, the others at
    a share each, and after the last it goes on with the first.
    """
    visits = tuple(
        _visit(entry, SHARE if place else ALL) for place, entry in enumerate(data.get("visits", []))
    )
    visits = visits or (Visit("full", "full"),)
    remedial = data.get("remedial")
    return Cycle(
        years=data.get("years", len(visits)),
        visits=visits,
        then=data.get("then", visits[0].kind),
        remedial=_visit(remedial, SHARE) if remedial else None,
    )


def _visit(entry: Mapping[str, str], covers: str) -> Visit:
    return Visit(entry["kind"], entry["name"], entry.get("covers", covers))
