"""The scheme of visits in the file of a standard."""

import re
from typing import Any

from criteria.cycle import ALL, COVERS, SHARE

from .rows import note_repeated
from .values import Place

LONGEST_KIND = 30
KIND = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")


def read_cycle(place: Place) -> dict[str, Any]:
    """What the file says of the visits; what it leaves out is written out in full."""
    place.allow("years", "visits", "then", "remedial", "customary")
    visits = [_visit(place, entry, number) for number, entry in enumerate(place.parts("visits"), 1)]
    cycle: dict[str, Any] = {"years": place.number("years", least=1), "visits": visits}
    kinds = [visit["kind"] for visit in visits]
    if kinds:
        cycle["then"] = place.choice("then", kinds, default=kinds[0])
    if "remedial" in place.value:
        cycle["remedial"] = _remedial(place.part("remedial"))
        kinds.append(cycle["remedial"]["kind"])
    note_repeated(place, "visit", kinds)
    if "customary" in place.value:
        cycle["customary"] = _customary(place.part("customary"))
    return cycle


def _visit(cycle: Place, entry: Any, number: int) -> dict[str, str]:
    place = Place(entry, f"{cycle.name}, visit {number}", cycle.problems)
    place.allow("kind", "name", "covers")
    usual = ALL if number == 1 else SHARE
    return _named(place) | {"covers": place.choice("covers", COVERS, default=usual)}


def _remedial(place: Place) -> dict[str, str]:
    """It covers what was not met, so the file says nothing of that."""
    place.allow("kind", "name")
    return _named(place)


def _named(place: Place) -> dict[str, str]:
    kind = place.text("kind")
    if len(kind) > LONGEST_KIND or (kind and not KIND.fullmatch(kind)):
        place.note(
            f"“kind” should be at most {LONGEST_KIND} letters, digits and hyphens,"
            " such as annual-review-1."
        )
    return {"kind": kind, "name": place.text("name")}


def _customary(place: Place) -> dict[str, int]:
    """Most items of an element's lists and, where it says so, most elements of one item."""
    place.allow("service", "corporate", "elements")
    told = ("service", "corporate", *(["elements"] if "elements" in place.value else []))
    return {key: place.number(key, least=int(key == "elements")) for key in told}
