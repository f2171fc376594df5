"""All the rows of a page: what each says, what is wrong with it, what it would become."""

from collections.abc import Mapping

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team
from evidence.actions.intake_confirm import Addition, Target
from evidence.matching.propose import NEW
from evidence.queries.intake import IntakeData

from .fields import FIELDS, LONGEST_NOTE, LONGEST_TITLE, LONGEST_TYPED, OTHER, SHARED
from .proposed import propose_values, proposed_days
from .reading import Reader, Wrong
from .row import Row


def rows_of(data: IntakeData, *, changes_corporate: bool) -> list[Row]:
    """A row for each file, with codes as they would be drawn and what is wrong with it."""
    rows = []
    for file in data.files:
        row = Row(file, data, data.proposals.get(file.pk, NEW), changes_corporate)
        said = file.choice.get("said")
        row.was_said = said is not None
        if said is None:
            propose_values(row)
        else:
            row.values |= {name: said.get(name, "") for name in FIELDS}
            _keep_choice(row)
        row.proposed = proposed_days(row)
        rows.append(row)
    spoken_for: dict[int, Row] = {}
    for row in rows:
        row.errors = _errors(row, spoken_for) if row.taken else {}
    _forecast(rows, data)
    return rows


def posted_rows(post: QueryDict) -> dict[int, dict[str, str]]:
    """What the form says of each file, by its id, as it was typed."""
    return {
        int(key): {name: _line(post.get(f"{key}-{name}", "")) for name in FIELDS}
        for key in post.getlist("row")
        if key.isdigit() and len(key) < 18
    }


def posted_panel(post: QueryDict) -> dict[str, str]:
    """What the panel says for all."""
    return {name: _line(post.get(f"all-{name}", "")) for name in SHARED}


def panel_errors(panel: Mapping[str, str], data: IntakeData) -> dict[str, str]:
    """What is wrong in the panel: nothing of it is filled in then."""
    reader = Reader(panel, data)
    reader.read()
    return reader.errors


def filled(row: Row, panel: Mapping[str, str]) -> dict[str, str]:
    """The row's values, with the panel's where neither it nor its item says anything."""
    values, item = dict(row.values), row.item
    if not row.taken:
        return values
    says = {name for name in SHARED if values[name] or (item and getattr(item, name, None))}
    if item and not values["marking"]:
        says.discard("marking")
    if says & {"covers_from", "covers_to"}:
        says |= {"covers_from", "covers_to"}
    if row.linked and not row.is_same:
        says.add("elements")
    return values | {name: panel[name] for name in SHARED if name not in says}


def addition_of(row: Row) -> Addition:
    """What becomes of the file; only for a row without errors."""
    facts = Reader(row.values, row.data).read()
    elements, team = facts.pop("elements"), facts.pop("team")
    return Addition(
        file=row.file,
        targets=tuple(Target(row.data.items[i.pk], i.has_file) for i in row.targets()),
        title=row.values["title"],
        team=team or row.data.usual_team,
        elements=tuple(elements),
        facts={name: value for name, value in facts.items() if value},
        note=row.values["note"],
    )


def _line(typed: str) -> str:
    return " ".join(typed.split())[:LONGEST_TYPED]


def _keep_choice(row: Row) -> None:
    """What was chosen stays chosen, also where it would no longer be proposed."""
    do = row.values["do"]
    if do and do not in [option["value"] for option in row.options]:
        row.values |= {"do": OTHER, "other": do}


def _errors(row: Row, spoken_for: dict[int, Row]) -> dict[str, str]:
    reader = Reader(row.values, row.data)
    facts = reader.read()
    errors = reader.errors
    if facts["produced_on"] and facts["produced_on"] > timezone.localdate():
        errors["produced_on"] = _("The day it was produced must not be in the future")
    if len(row.values["note"]) > LONGEST_NOTE:
        errors["note"] = _("Enter at most %(most)s characters") % {"most": LONGEST_NOTE}
    if row.is_new:
        return errors | _errors_of_new(row, facts["team"])
    try:
        return errors | _errors_of_targets(row, spoken_for)
    except Wrong as wrong:
        return errors | {"do": str(wrong)}


def _errors_of_new(row: Row, team: Team | None) -> dict[str, str]:
    errors = {}
    if not row.values["title"]:
        errors["title"] = _("Enter a title")
    elif len(row.values["title"]) > LONGEST_TITLE:
        errors["title"] = _("Enter at most %(most)s characters") % {"most": LONGEST_TITLE}
    if not (team or row.data.usual_team):
        errors["team"] = _(
            "No team of this service has numbers. Ask an administrator to set up a team and its "
            "block of numbers."
        )
    return errors


def _errors_of_targets(row: Row, spoken_for: dict[int, Row]) -> dict[str, str]:
    targets = row.targets()
    if row.not_allowed:
        raise Wrong(
            _(
                "%(code)s is corporate: only an administrator of the council can add its file. "
                "Take the tick away, or make a new item."
            )
            % {"code": next(item.code for item in targets if item.corporate)}
        )
    shown = row.values["had"].split(",")
    given = [item for item in targets if item.has_file and item.code not in shown]
    if given and not row.is_same:
        raise Wrong(
            _(
                "%(code)s has a file already, perhaps since a moment ago. Look at it; to add this "
                "one as its next version, add again."
            )
            % {"code": given[0].code}
        )
    for item in targets:
        other = row if row.is_same else spoken_for.setdefault(item.pk, row)
        if other is not row:
            raise Wrong(
                _("%(code)s gets %(file)s already. Choose one of the two.")
                % {"code": item.code, "file": other.file.file_name}
            )
    return {}


def _forecast(rows: list[Row], data: IntakeData) -> None:
    """The codes that new items would get if they were added now."""
    usual = str(data.usual_team.pk) if data.usual_team else ""
    used = [max(block.highest, block.first - 1) for block in data.blocks]
    for row in rows:
        if not (row.is_new and row.taken):
            continue
        for at, block in enumerate(data.blocks):
            if str(block.team.pk) == (row.values["team"] or usual) and used[at] < block.last:
                used[at] += 1
                row.code = f"{block.team.service.prefix}{used[at]:03}"
                break
