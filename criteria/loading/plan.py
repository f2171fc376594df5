"""What is stored beside what is wanted, level by level."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from criteria.cycle import cycle_from
from criteria.models import Edition

from .levels import LEVELS, EditionFile, Level, Row


@dataclass
class Plan:
    """One level of an edition: the stored entries and the wanted rows, by code."""

    level: Level
    stored: dict[str, Any]
    wanted: dict[str, Row]

    def new(self) -> list[Row]:
        return [row for code, row in self.wanted.items() if code not in self.stored]

    def gone(self) -> list[Any]:
        return [entry for code, entry in self.stored.items() if code not in self.wanted]

    def differing(self) -> list[tuple[Any, dict[str, Any]]]:
        """Stored entries that should change, each with the new values of what differs."""
        both = [
            (self.stored[code], row) for code, row in self.wanted.items() if code in self.stored
        ]
        pairs = [(e, differences(e, {"position": r.position, **r.values})) for e, r in both]
        return [(entry, changed) for entry, changed in pairs if changed]


def plans_for(edition: Edition | None, part: EditionFile) -> list[Plan]:
    """A plan for each level, the parents first; one statement a level, none for a new edition."""
    plans = []
    for level in LEVELS:
        entries = (
            level.model._base_manager.filter(**{level.edition_path: edition}) if edition else []
        )
        wanted = {row.code: row for row in part.rows[level.key]}
        plans.append(Plan(level, {entry.code: entry for entry in entries}, wanted))  # type: ignore[attr-defined]
    return plans


def differences(entry: Model, wanted: dict[str, Any]) -> dict[str, Any]:
    """Those of the wanted values that the entry does not have."""
    return {name: value for name, value in wanted.items() if getattr(entry, name) != value}


def what_would_change(edition: Edition, part: EditionFile, plans: list[Plan]) -> list[str]:
    """All that differs in what may not change once an edition is in use, by code."""
    changes = [f"edition: {name} differs." for name in differences(edition, part.fixed)]
    changes += [
        f"cycle: the visit {visit.kind} is not in the file."
        for visit in edition.scheme.kinds
        if not cycle_from(part.free["cycle"]).find(visit.kind)
    ]
    for plan in plans:
        kind = plan.level.kind
        changes += [f"{kind} {row.code} is not in the edition." for row in plan.new()]
        changes += [f"{kind} {entry.code} is not in the file." for entry in plan.gone()]
        for entry, changed in plan.differing():
            names = [name for name in changed if name not in plan.level.free]
            changes += [f"{kind} {entry.code}: {name} differs." for name in names]
    return changes
