"""From the data of a file to a StandardFile, or to all that is wrong with it."""

from typing import Any

from criteria.models import Edition, Standard

from .cycle import read_cycle
from .levels import CRITERION, RATING, EditionFile, StandardFile
from .problems import StandardProblems
from .rows import note_bad_fields, note_repeated, read_rows
from .values import Place

NAMED_LEVELS = ("criterion", "sub_criterion", "element", "clause")


def read_standard(data: Any) -> StandardFile:
    """The standard that `data`, as read from JSON, describes. Raises StandardProblems."""
    file = Place(data, "The file", [])
    file.allow("standard", "editions")
    place = file.part("standard")
    place.allow("slug", "name", "short_name")
    names = {key: place.text(key) for key in ("name", "short_name")}
    slug = place.text("slug")
    note_bad_fields(place, Standard(slug=slug, **names), ("slug", *names))
    editions = [
        _edition(entry, n, file.problems) for n, entry in enumerate(file.parts("editions"), 1)
    ]
    note_repeated(file, "edition", [edition.slug for edition in editions])
    if editions and sum(edition.is_current for edition in editions) != 1:
        file.note("exactly one edition should have “current” set to true.")
    if file.problems:
        raise StandardProblems(file.problems)
    return StandardFile(slug, names, editions)


def _edition(entry: Any, number: int, problems: list[str]) -> EditionFile:
    slug = entry.get("slug") if isinstance(entry, dict) else None
    place = Place(entry, f"Edition {slug or number}", problems)
    place.allow(
        *("slug", "name", "language", "current", "level_names", "cycle"),
        *("non_compliant_allowed", "ratings", "criteria"),
    )
    fixed = {
        "language": place.text("language"),
        "level_names": _level_names(place.part("level_names")),
        "non_compliant_allowed": place.number("non_compliant_allowed"),
    }
    free = {
        "name": place.text("name"),
        "is_current": place.flag("current"),
        "cycle": read_cycle(place.part("cycle")),
    }
    edition = Edition(slug=place.text("slug"), **fixed, **free)
    note_bad_fields(place, edition, ("slug", "name", "language"))
    rows = read_rows(RATING, place) | read_rows(CRITERION, place)
    return EditionFile(edition.slug, fixed, free, rows)


def _level_names(place: Place) -> dict[str, dict[str, str]]:
    place.allow(*NAMED_LEVELS)
    names = {}
    for level in NAMED_LEVELS:
        part = place.part(level)
        part.allow("one", "many")
        names[level] = {"one": part.text("one"), "many": part.text("many")}
    return names
