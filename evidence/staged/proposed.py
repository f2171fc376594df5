"""What a row says before anybody has said anything."""

import re
from datetime import date

from django.utils.dateformat import format as format_date

from evidence.dating import MONTHS, period_in
from evidence.intake.names import title_from_name
from evidence.matching import Match
from evidence.matching.codes import codes_in, without
from evidence.matching.names import NOISE, day_in
from evidence.matching.propose import Why, element_of
from evidence.models import IntakeFile
from evidence.queries.intake import IntakeData

from .fields import LONGEST_TITLE, NEW_ITEM
from .row import Row

_LAST_WORD = re.compile(r"[\s_\-(]+([A-Za-z]+|v\d{1,2}(?:\.\d{1,2})?)\)?$", re.IGNORECASE)

_CAMERA = re.compile(r"(?:img|dsc[nf]?|p|pict|scan|image|screenshot)[ _-]?\d", re.IGNORECASE)
_MONTHS = {month[:3]: month.capitalize() for month in MONTHS}
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b", re.IGNORECASE)


def propose_values(row: Row) -> None:
    """Fill `values` of a row of which nothing was said yet."""
    proposal, values = row.proposal, row.values
    items, values["take"] = proposal.items, "on"
    if proposal.match == Match.NEW or (proposal.why == Why.WORDS and items[0].has_file):
        values["do"] = NEW_ITEM
    else:
        values["do"] = items[0].code
        # A further version of what has its file, and what others must do, is only offered.
        if proposal.match != Match.SAME and (items[0].has_file or row.not_allowed):
            values["take"] = ""
    values["title"] = title_of(row.file, row.data)
    values["elements"] = ", ".join(_elements_of_folders(row))
    values["team"] = _team_of_folders(row)
    values["had"] = row.had
    values |= proposed_days(row)


def proposed_days(row: Row) -> dict[str, str]:
    """The days that a picture or a title names, as they would be typed."""
    if day := row.file.choice.get("day"):
        taken = format_date(date.fromisoformat(day), "j F Y")
        return {"produced_on": taken, "covers_from": taken, "covers_to": taken}
    item = row.item
    if item and (item.covers_from or item.covers_to):
        return {}
    titles = [title_from_name(row.file.file_name)]
    titles.insert(0, item.title if item else row.values["title"])
    start, end = next((found for title in titles if (found := _days_in(title))), (None, None))
    if start is None or end is None:
        return {}
    return {"covers_from": format_date(start, "j F Y"), "covers_to": format_date(end, "j F Y")}


def _days_in(title: str) -> tuple[date, date] | None:
    """A period as titles name it, with months cut short, or one whole day."""
    if _CAMERA.match(title):
        return None
    if day := day_in(title):
        return day, day
    period = period_in(_MONTH.sub(lambda found: _MONTHS[found[1].casefold()], title))
    return (period.covers_from, period.covers_to) if period else None


def title_of(file: IntakeFile, data: IntakeData) -> str:
    """A title to begin with: the name of the file without code, `v2`, `final` and the like."""
    name = file.file_name
    codes = [c for c in codes_in(name, data.index.prefixes) if c.key in data.index.by_code]
    title = whole = title_from_name(without(name, codes) if codes else name)
    while found := _LAST_WORD.search(title):
        if found[1].casefold() not in NOISE and not found[1][1:].replace(".", "").isdigit():
            break
        title = title[: found.start()]
    return (title or whole or title_from_name(name))[:LONGEST_TITLE]


def _elements_of_folders(row: Row) -> list[str]:
    """The element that the nearest folder is named after, else the one where it began."""
    known = {element.code for element in row.data.elements}
    found = [code for folder in _folders(row) if (code := element_of(folder)) in known][-1:]
    began = row.data.intake.element
    if not found and began is not None and row.is_new:
        found = [began.code]
    return [code for code in found if code not in row.linked]


def _team_of_folders(row: Row) -> str:
    folders = {folder.strip().casefold() for folder in _folders(row)}
    return next((str(t.pk) for t in row.data.teams if t.name.casefold() in folders), "")


def _folders(row: Row) -> list[str]:
    return row.file.path.replace("\\", "/").split("/")[:-1]
