"""One file that waits: what is proposed, what was said, and what would become of it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from evidence.enums import Scan
from evidence.matching import Item, Match, Proposal
from evidence.matching.codes import codes_in
from evidence.models import EvidenceItem, IntakeFile
from evidence.queries.intake import Held, IntakeData

from .fields import DATES, FIELDS, NEW_ITEM, OTHER
from .reading import Wrong, codes_typed, day_typed
from .words import in_words


@dataclass
class Row:
    """`values` are as typed or proposed, `errors` by the name of the field, `code` a forecast."""

    file: IntakeFile
    data: IntakeData
    proposal: Proposal
    changes_corporate: bool
    was_said: bool = False
    values: dict[str, str] = field(default_factory=lambda: dict.fromkeys(FIELDS, ""))
    proposed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    code: str = ""

    @property
    def taken(self) -> bool:
        return bool(self.values["take"])

    @property
    def is_being_scanned(self) -> bool:
        return self.file.scan == Scan.WAITING

    @property
    def is_new(self) -> bool:
        return self.values["do"] == NEW_ITEM

    def targets(self) -> list[Item]:
        """The items that were chosen, or none for a new one. Raises Wrong."""
        if self.is_new:
            return []
        typed = self.values["other" if self.values["do"] == OTHER else "do"]
        index = self.data.index
        codes = codes_in(typed.replace(",", " "), index.prefixes)
        items = [index.by_code[code.key] for code in codes if code.key in index.by_code]
        if not items or len(items) < len(codes):
            raise Wrong(
                _("“%(code)s” is no item of this evidence. Enter a code such as %(example)s.")
                % {"code": typed, "example": f"{index.prefixes[0]}201"}
            )
        return items

    @property
    def chosen(self) -> list[Item]:
        try:
            return self.targets()
        except Wrong:
            return []

    @property
    def item(self) -> EvidenceItem | None:
        """The first of the chosen items, with its facts."""
        chosen = self.chosen
        return self.data.items.get(chosen[0].pk) if chosen else None

    @property
    def held(self) -> Held | None:
        """The version that has these very bytes."""
        return self.data.same.get(self.file.sha256)

    @property
    def is_same(self) -> bool:
        """Whether the chosen item holds these very bytes already."""
        chosen, held = self.chosen, self.held
        return bool(held and chosen and chosen[0].pk == held.item_id)

    @property
    def group(self) -> str:
        """The part of the page that it stands in."""
        chosen = self.chosen
        if self.is_same:
            return "same"
        if chosen:
            return "later" if chosen[0].has_file else "found"
        offered = self.proposal.match == Match.CHOOSE and not self.proposal.items[0].has_file
        return "found" if offered or not self.is_new else "new"

    @property
    def tag(self) -> str:
        """How sure the match is, as long as it is the one that was proposed."""
        if self.is_same:
            return "same"
        if self.proposal.match == Match.CHOOSE and self.group != "new":
            return "choose"
        chosen = tuple(self.chosen)
        if chosen and chosen == self.proposal.items:
            return self.proposal.match.value
        return "chosen" if chosen else "new"

    @property
    def linked(self) -> list[str]:
        """The elements that the first of the chosen items is cited for."""
        chosen = self.chosen
        return self.data.linked.get(chosen[0].pk, []) if chosen else []

    @property
    def added_elements(self) -> list[str]:
        """What is typed beyond what the item is cited for."""
        linked = self.linked
        return [code for code in codes_typed(self.values["elements"]) if code not in linked]

    @property
    def not_allowed(self) -> bool:
        """Whether only an administrator may add a file to the chosen item."""
        corporate = any(item.corporate for item in self.chosen)
        return corporate and not self.changes_corporate and not self.is_same

    @property
    def had(self) -> str:
        """The codes of items on offer that have a file: a file more is their next version."""
        items = dict.fromkeys([*self.proposal.items, *self.chosen])
        return ",".join(item.code for item in items if item.has_file)

    @property
    def options(self) -> list[dict[str, Any]]:
        """What can be chosen: the items proposed, both of them, a new one, or another."""
        items = self.proposal.items
        made: list[dict[str, Any]] = [
            {
                "value": item.code,
                "code": item.code,
                "item": item,
                "cited": ", ".join(self.data.linked.get(item.pk, [])),
            }
            for item in items
        ]
        if self.proposal.both:
            made.append({"value": ",".join(item.code for item in items), "kind": "both"})
        made += [{"value": NEW_ITEM, "kind": "new"}, {"value": OTHER, "kind": "other"}]
        for option in made:
            option["chosen"] = option["value"] == self.values["do"]
        return made

    @property
    def covers(self) -> str:
        """What it covers in words: of the item where it says so, else as typed here."""
        if self.covers_source == "item" and self.item:
            return in_words(self.item.covers_from, self.item.covers_to)
        return in_words(*(day_typed(self.values[name]) for name in ("covers_from", "covers_to")))

    @property
    def covers_source(self) -> str:
        """Who says so: the item, the title, the picture, or whoever typed it."""
        item, names = self.item, ("covers_from", "covers_to")
        if item and (item.covers_from or item.covers_to):
            return "item"
        typed = [self.values[name] for name in names]
        if not any(typed):
            return ""
        if typed == [self.proposed.get(name, "") for name in names]:
            return "picture" if self.file.choice.get("day") else "title"
        return "typed"

    @property
    def differences(self) -> list[dict[str, str]]:
        """What is said here and stays otherwise in the item."""
        item = self.item
        if item is None or self.is_same:
            return []
        found = []
        for name, label in _LABELS.items():
            here, there = self._shown(name), _shown_of(item, name)
            if here and there and here != there:
                found.append({"label": str(label()), "here": here, "there": there})
        return found

    def _shown(self, name: str) -> str:
        day = day_typed(self.values[name]) if name in DATES else None
        return format_date(day, "j F Y") if day else self.values[name]


_LABELS = {
    "owner": lambda: _("Owner"),
    "produced_on": lambda: _("Produced on"),
    "covers_from": lambda: _("Covers from"),
    "covers_to": lambda: _("Covers to"),
    "review_by": lambda: _("Review by"),
}


def _shown_of(item: EvidenceItem, name: str) -> str:
    value = getattr(item, name)
    return format_date(value, "j F Y") if isinstance(value, date) else str(value or "")
