"""Every part of the look on five pages, written to a folder with the static files beside them.

Run it to look at them: `python -m tests.look.gallery FOLDER` and open the pages in a browser.
"""

import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

HERE = Path(__file__).parent
PAGES = ["board", "element", "library", "desk", "forms"]
RATINGS = [
    ("compliance-plus", "+", "Compliance Plus", "Goes beyond, an example to others"),
    ("compliant", "C", "Compliant", "Met in full"),
    ("partial", "P", "Partially Compliant", "Some of it met, the rest within reach"),
    ("non-compliant", "N", "Non-Compliant", "Not met"),
    ("not-applicable", "–", "Not applicable", "Needs a reason and the assessor’s agreement"),
]
SUB_CRITERIA = {
    "1 Customer Insight": [3, 3, 5],
    "2 The Culture of the Organisation": [6, 5],
    "3 Information and Access": [2, 4, 3, 3],
    "4 Delivery": [3, 4, 6],
    "5 Timeliness and Quality of Service": [2, 5, 3],
}


def rating(index: int) -> SimpleNamespace:
    code, letter, name, meaning = RATINGS[index]
    return SimpleNamespace(code=code, letter=letter, name=name, meaning=meaning, count=index * 7)


def tile(code: str, number: int) -> SimpleNamespace:
    """A tile of every kind, in turn."""
    shown = None if number % 11 == 7 else rating([1, 1, 0, 1, 2, 1, 3, 1, 4][number % 9])
    return SimpleNamespace(
        code=code,
        rating=shown,
        in_review=number % 3 == 1,
        empty=number % 5 == 4,
        service_count=3,
        corporate_count=number % 4,
        stale=number % 6 == 0,
        requests=number % 13 == 5,
    )


def board() -> list[dict[str, Any]]:
    criteria, number = [], 0
    for title, sizes in SUB_CRITERIA.items():
        code, _, words = title.partition(" ")
        groups = []
        for position, size in enumerate(sizes, 1):
            tiles = []
            for element in range(1, size + 1):
                number += 1
                tiles.append(tile(f"{code}.{position}.{element}", number))
            groups.append({"code": f"{code}.{position}", "title": words, "tiles": tiles})
        criteria.append(
            {"code": code, "title": words, "groups": groups, "used": int(code) - 1, "allowed": 2}
        )
    return criteria


def context() -> dict[str, Any]:
    """What the pages show: samples only."""
    from django.contrib import messages
    from django.contrib.messages.storage.base import Message

    organisation = SimpleNamespace(name="Argyll and Bute Council")
    service = SimpleNamespace(
        name="Customer Support Services",
        slug="customer-support-services",
        organisation=organisation,
    )
    when = datetime(2026, 11, 20, 14, 2, tzinfo=UTC)
    return {
        "portfolio": SimpleNamespace(service=service, standard=SimpleNamespace(slug="cse")),
        "user": SimpleNamespace(name="Morag Stewart", is_authenticated=True),
        "shell": {"organisation": organisation, "roles": ["Manager"]},
        "criteria": board(),
        "ratings": [rating(index) for index in range(5)],
        "stages": [
            {"name": "Preparing", "note": "Now: 6 of 19 rated", "state": "now"},
            {"name": "Submit", "note": "2 April 2027", "state": ""},
            {"name": "Desktop review", "note": "From 19 April 2027", "state": ""},
            {"name": "Site visit", "note": "14 May 2027", "state": ""},
        ],
        "more": [
            {"count": 3, "text": "elements have no self-rating", "url": "#"},
            {"count": 15, "text": "elements have no evidence", "url": "#"},
        ],
        "bars": [
            {"label": "Under 1 year", "count": 45, "share": 94},
            {"label": "1 to 2 years", "count": 48, "share": 100},
            {"label": "Over 3 years", "count": 29, "share": 60, "kind": "stale"},
            {"label": "No date", "count": 12, "share": 25, "kind": "undated"},
        ],
        "entries": [
            {"when": when, "sentence": "Version 2 of CSS341 added", "who": "Calum Ross"},
            {"when": when, "sentence": "Full assessment: Compliant", "who": "H W", "visit": True},
        ],
        "crumbs": [{"text": "Overview", "url": "#"}, {"text": "1.2 Engagement", "url": "#"}],
        "facts": ["PDF, version 2", "Isla Campbell"],
        "teams": [SimpleNamespace(pk=1, name="Customer Engagement")],
        "items": range(201, 216),
        "messages": [Message(messages.SUCCESS, "CSS401 was added")],
    }


def write(folder: Path) -> list[Path]:
    """Render the pages into a folder and copy the static files beside them."""
    from django.core.paginator import Paginator
    from django.template.backends.django import DjangoTemplates
    from django.test import RequestFactory

    from tests.look.samples import full_form

    engine = DjangoTemplates(
        {
            "NAME": "look",
            "DIRS": [HERE.parent.parent / "templates", HERE / "templates"],
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }
    )
    shutil.copytree(HERE.parent.parent / "static", folder / "static", dirs_exist_ok=True)
    request = RequestFactory().get("/", {"status": "new"})
    values = context() | {
        "page_obj": Paginator(range(164), 20).page(3),
        "form": full_form(wrong=True),
        "rate_form": full_form(wrong=False),
    }
    written = []
    for name in PAGES:
        page = dict(values)
        if name != "forms":
            del page["form"]
        path = folder / f"{name}.html"
        path.write_text(engine.get_template(f"look/{name}.html").render(page, request))
        written.append(path)
    return written


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cse_portal.settings.test")
    import django

    django.setup()
    for page in write(Path(sys.argv[1])):
        sys.stdout.write(f"{page}\n")
