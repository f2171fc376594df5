"""Bringing the database to what a StandardFile says, with as few writes as it takes."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Model, ProtectedError

from criteria.models import Edition, Standard

from .levels import EditionFile, StandardFile
from .plan import Plan, differences, plans_for, what_would_change
from .problems import StandardInUse

# Rows that change places go here first: a place may be taken only once at any moment.
OUT_OF_THE_WAY = 10_000


@dataclass
class Loaded:
    """How many entries were created, updated, removed and left alone, and which changed."""

    standard: Standard
    created: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    changes: list[str] = field(default_factory=list)

    @property
    def changed_something(self) -> bool:
        return bool(self.created or self.updated or self.removed)

    def note_update(self, label: str) -> None:
        self.updated += 1
        self.changes.append(label)


def apply_standard(file: StandardFile) -> Loaded:
    """Write what differs. Raises StandardInUse before an edition in use would change.

    Must be called in a transaction; editions that the file does not name stay.
    """
    standard, is_new = Standard.objects.get_or_create(slug=file.slug, defaults=file.names)
    standard = Standard.objects.select_for_update(no_key=True).get(pk=standard.pk)
    loaded = Loaded(standard, created=int(is_new))
    if not is_new:
        _update(standard, file.names, loaded, f"standard {file.slug}")
    stored = {edition.slug: edition for edition in standard.editions.select_for_update(no_key=True)}
    plans = {part.slug: plans_for(stored.get(part.slug), part) for part in file.editions}
    _refuse_changes_in_use(file, stored, plans)
    _only_current(file, stored, loaded)
    for part in file.editions:
        edition = _apply_edition(standard, stored.get(part.slug), part, loaded)
        _apply_levels(edition, plans[part.slug], loaded)
    return loaded


def _refuse_changes_in_use(
    file: StandardFile, stored: dict[str, Edition], plans: dict[str, list[Plan]]
) -> None:
    changes = [
        f"{part.slug}, {change}"
        for part in file.editions
        if part.slug in stored and stored[part.slug].used_at
        for change in what_would_change(stored[part.slug], part, plans[part.slug])
    ]
    if changes:
        raise StandardInUse(changes)


def _only_current(file: StandardFile, stored: dict[str, Edition], loaded: Loaded) -> None:
    """Before another edition becomes current, the present one ceases to be."""
    current = next(part.slug for part in file.editions if part.is_current)
    for slug, edition in stored.items():
        if edition.is_current and slug != current:
            _update(edition, {"is_current": False}, loaded, f"edition {slug}")


def _apply_edition(
    standard: Standard, edition: Edition | None, part: EditionFile, loaded: Loaded
) -> Edition:
    values = part.fixed | part.free
    if edition is None:
        loaded.created += 1
        return Edition.objects.create(standard=standard, slug=part.slug, **values)
    _update(edition, values, loaded, f"edition {part.slug}")
    return edition


def _update(entry: Model, wanted: dict[str, Any], loaded: Loaded, label: str) -> None:
    changed = differences(entry, wanted)
    if not changed:
        loaded.unchanged += 1
        return
    for name, value in changed.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(changed))
    loaded.note_update(label)


def _apply_levels(edition: Edition, plans: list[Plan], loaded: Loaded) -> None:
    for plan in reversed(plans):
        _remove(plan, loaded)
    parents: dict[str, dict[str, Any]] = {"edition": {"": edition}}
    for plan in plans:
        _change(plan, loaded)
        created = _create(plan, edition, parents[plan.level.parent])
        loaded.created += len(created)
        parents[plan.level.kind.replace("-", "_")] = plan.stored | created


def _remove(plan: Plan, loaded: Loaded) -> None:
    gone = plan.gone()
    if not gone:
        return
    try:
        plan.level.model._base_manager.filter(pk__in=[entry.pk for entry in gone]).delete()
    except ProtectedError as error:
        raise StandardInUse(
            [
                f"{plan.level.kind} {entry.code} is in use, so it cannot be removed."
                for entry in gone
            ]
        ) from error
    loaded.removed += len(gone)
    loaded.changes += [f"{plan.level.kind} {entry.code}" for entry in gone]


def _change(plan: Plan, loaded: Loaded) -> None:
    changed = plan.differing()
    loaded.unchanged += len(plan.wanted) - len(plan.new()) - len(changed)
    if not changed:
        return
    manager = plan.level.model._base_manager
    moved = [entry.pk for entry, values in changed if "position" in values]
    if moved:
        manager.filter(pk__in=moved).update(position=F("position") + OUT_OF_THE_WAY)
    for entry, values in changed:
        for name, value in values.items():
            setattr(entry, name, value)
        loaded.note_update(f"{plan.level.kind} {entry.code}")
    manager.bulk_update([entry for entry, _ in changed], ["position", *plan.level.fields])


def _create(plan: Plan, edition: Edition, parents: dict[str, Any]) -> dict[str, Any]:
    level = plan.level
    entries = []
    for row in plan.new():
        belongs = {level.parent: parents[row.parent]}
        if level.edition_path == "edition":
            belongs["edition"] = edition
        entries.append(level.model(code=row.code, position=row.position, **row.values, **belongs))
    level.model._base_manager.bulk_create(entries)
    return {entry.code: entry for entry in entries}  # type: ignore[attr-defined]
