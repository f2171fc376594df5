"""Standards for the tests: the real one from its file, and small made-up ones."""

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from criteria.loading import apply_standard, read_standard
from criteria.models import Edition

CSE_FILE = Path(__file__).resolve().parents[2] / "fixtures" / "cse.json"

CSE_NAMES = {
    "criterion": {"one": "Criterion", "many": "Criteria"},
    "sub_criterion": {"one": "Sub-criterion", "many": "Sub-criteria"},
    "element": {"one": "Element", "many": "Elements"},
    "clause": {"one": "Part of the element", "many": "Parts of the element"},
}
THEME_NAMES = {
    "criterion": {"one": "Theme", "many": "Themes"},
    "sub_criterion": {"one": "Standard", "many": "Standards"},
    "element": {"one": "Grade", "many": "Grades"},
    "clause": {"one": "Point", "many": "Points"},
}
RATINGS = (
    ("met", "Met", "M", "met"),
    ("nearly", "Nearly met", "~", "partial"),
    ("unmet", "Not yet met", "x", "not-met"),
)


@cache
def _cse_text() -> str:
    return CSE_FILE.read_text(encoding="utf-8")


def cse_data() -> dict[str, Any]:
    """The data of fixtures/cse.json, a fresh copy that a test may change."""
    return json.loads(_cse_text())


def load_cse() -> Edition:
    """The current edition of Customer Service Excellence, with 57 elements; no history."""
    return _load(cse_data())


CYCLE = {
    "years": 3,
    "visits": [
        {"kind": "full", "name": "Full assessment"},
        {"kind": "annual-review-1", "name": "First annual review"},
        {"kind": "annual-review-2", "name": "Second annual review"},
    ],
}


def standard_data(
    slug: str = "small",
    *,
    name: str = "Small Standard",
    edition: str = "first",
    sub_criteria: int = 1,
    elements: int = 3,
    clauses: int = 2,
    level_names: dict[str, Any] | None = None,
    cycle: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A made-up file with one criterion: so many elements a sub-criterion, clauses an element."""
    return {
        "standard": {"slug": slug, "name": name, "short_name": slug.upper()},
        "editions": [
            {
                "slug": edition,
                "name": f"{edition.capitalize()} edition",
                "language": "en-GB",
                "current": True,
                "level_names": deepcopy(level_names or CSE_NAMES),
                "cycle": deepcopy(cycle or CYCLE),
                "non_compliant_allowed": 1,
                "ratings": [_rating(*rating) for rating in RATINGS],
                "criteria": [
                    {
                        "code": "1",
                        "title": "First heading",
                        "partials_allowed": None,
                        "sub_criteria": [
                            _sub_criterion(f"1.{n}", elements, clauses)
                            for n in range(1, sub_criteria + 1)
                        ],
                    }
                ],
            }
        ],
    }


def themes_data() -> dict[str, Any]:
    """A standard with other names for its levels, graded, with further attributes."""
    data = standard_data("themes", name="Standards by Theme", level_names=THEME_NAMES)
    sub_criterion = data["editions"][0]["criteria"][0]["sub_criteria"][0]
    sub_criterion["attributes"] = {"Classification": "Core"}
    for element, grade in zip(
        sub_criterion["elements"], ("Minimum", "Progressing", "Excellent"), strict=True
    ):
        element["attributes"] = {"Level": grade}
    return data


def make_standard(slug: str = "small", **options: Any) -> Edition:
    """The current edition of a made-up standard; `options` are those of `standard_data`."""
    return _load(standard_data(slug, **options))


def load_themes() -> Edition:
    return _load(themes_data())


def _load(data: dict[str, Any]) -> Edition:
    with transaction.atomic():
        standard = apply_standard(read_standard(data)).standard
    return Edition.objects.select_related("standard").get(standard=standard, is_current=True)


def _rating(code: str, name: str, letter: str, counts_as: str) -> dict[str, str]:
    return {
        "code": code,
        "name": name,
        "letter": letter,
        "meaning": f"{name}, in the words of this standard.",
        "counts_as": counts_as,
    }


def _sub_criterion(code: str, elements: int, clauses: int) -> dict[str, Any]:
    return {
        "code": code,
        "title": f"Heading {code}",
        "elements": [_element(f"{code}.{n}", clauses) for n in range(1, elements + 1)],
    }


def _element(code: str, clauses: int) -> dict[str, Any]:
    return {
        "code": code,
        "text": f"We do what {code} asks.",
        "guidance": f"Show how {code} is done.",
        "clauses": [
            {"code": f"{code}.{n}", "text": f"part {n} of {code}"} for n in range(1, clauses + 1)
        ],
    }
