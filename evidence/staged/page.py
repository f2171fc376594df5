"""What the page of files to be added shows: groups, counts, errors in the order of the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from evidence.enums import Marking
from evidence.queries.intake import IntakeData

from .row import Row


@dataclass(frozen=True)
class Group:
    name: str
    title: str
    text: str
    rows: list[Row]


@dataclass(frozen=True)
class IntakePage:
    data: IntakeData
    rows: list[Row]
    panel: Mapping[str, str]
    wrong: Mapping[str, str]
    all_errors: bool = False

    @property
    def groups(self) -> list[Group]:
        """The parts of the page that have rows."""
        made = [
            Group(name, title, text, [row for row in self.rows if row.group == name])
            for name, title, text in self._headings()
        ]
        return [group for group in made if group.rows]

    def _headings(self) -> list[tuple[str, str, str]]:
        return [
            (
                "found",
                _("Files for items that had none"),
                _("These belong to items that are there; their codes, titles and links stay."),
            ),
            (
                "later",
                _("Items that have a file already"),
                _("Tick a row to add the file as the next version. The versions before stay."),
            ),
            ("new", _("New items"), self._codes()),
            (
                "same",
                _("Already in the evidence"),
                _(
                    "The same file, byte for byte. No second copy is kept; the item is linked to "
                    "the elements as well."
                ),
            ),
        ]

    def _codes(self) -> str:
        team = self.data.usual_team
        block = next((block for block in self.data.blocks if block.team == team), None)
        if block is None:
            return _("They match nothing here.")
        return _(
            "They match nothing here. Codes are the next of %(team)s, %(first)s to %(last)s, if "
            "nobody draws them first."
        ) % {"team": block.team, "first": block.first, "last": block.last}

    @property
    def taken(self) -> list[Row]:
        return [row for row in self.rows if row.taken]

    @property
    def total(self) -> int:
        return len(self.rows) + len(self.data.refused)

    @property
    def counts(self) -> dict[str, int]:
        tags = [row.tag for row in self.rows]
        counted = {name: tags.count(name) for name in ("choose", "likely", "sure", "new", "same")}
        return counted | {"sure": counted["sure"] + tags.count("chosen")}

    @property
    def outcome(self) -> dict[str, Any]:
        """What pressing the button would do."""
        new = [row for row in self.taken if row.is_new]
        same = [row for row in self.taken if row.is_same]
        items = sum(len(row.chosen) for row in self.taken if not row.is_same)
        codes = [row.code for row in new if row.code]
        return {"items": items, "new": len(new), "linked": len(same), "codes": codes}

    @property
    def being_scanned(self) -> int:
        return sum(row.is_being_scanned for row in self.rows)

    @property
    def errors(self) -> list[dict[str, str]]:
        """For the error summary."""
        found = [{"text": problem, "href": f"#all-{name}"} for name, problem in self.wrong.items()]
        for group in self.groups:
            for row in group.rows:
                if self.shows_errors(row):
                    found += [
                        {
                            "text": f"{row.file.file_name}: {problem}",
                            "href": f"#{row.file.pk}-{name}",
                        }
                        for name, problem in row.errors.items()
                    ]
        return found

    def shows_errors(self, row: Row) -> bool:
        return bool(row.errors) and (self.all_errors or row.was_said)

    @property
    def markings(self) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in Marking.choices]
