"""Remove the bytes that killed uploads left behind."""

import json
import re
from argparse import ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format

from assessments.reports.leftovers import clear_unnamed_documents
from evidence.leftovers import GRACE, Leftover, NotItsDatabase, clear_leftovers

_AGE = re.compile(r"(\d{1,6})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class Command(BaseCommand):
    help = "Removes stored files that nothing names and half-sent uploads, which a killed"
    help += " process left behind. Uploads in progress are younger and stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--older-than",
            type=age,
            default=GRACE,
            metavar="AGE",
            help="what was touched since stays: 1h unless said, such as 90s, 30m, 2h or 1d",
        )
        parser.add_argument("--dry-run", action="store_true", help="only list them")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        before = timezone.now() - options["older_than"]
        remove = not options["dry_run"]
        try:
            left = [
                *clear_leftovers(before=before, remove=remove),
                *clear_unnamed_documents(before=before, remove=remove),
            ]
        except NotItsDatabase as error:
            raise CommandError(f"{error} Look at DATABASE_URL and EVIDENCE_ROOT.") from error
        if options["json"]:
            self.stdout.write(json.dumps(as_data(left, removed=remove)))
        else:
            self.tell(left, removed=remove)
        if any(found.problem for found in left):
            raise SystemExit(1)

    def tell(self, left: list[Leftover], *, removed: bool) -> None:
        for found in left:
            since = date_format(timezone.localtime(found.since), "j F Y, H:i")
            problem = f": {found.problem}" if found.problem else ""
            size = filesizeformat(found.size)
            self.stdout.write(f"{found.place} {found.name} ({size}, since {since}){problem}")
        gone = sum(not found.problem for found in left)
        files = "1 leftover file" if gone == 1 else f"{gone} leftover files"
        self.stdout.write(f"{files} {'removed' if removed else 'found, none removed'}.")


def age(text: str) -> timedelta:
    """An age such as 1h; what argparse tells people where it is none."""
    found = _AGE.fullmatch(text.strip().lower())
    if not found:
        raise ArgumentTypeError(f"“{text}” is no age. Write one such as 90s, 30m, 2h or 1d.")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def as_data(left: list[Leftover], *, removed: bool) -> dict[str, Any]:
    """`removed`, `found` where nothing was to be removed, and `failed`."""

    def entry(found: Leftover) -> dict[str, Any]:
        facts = {"place": found.place, "name": found.name, "size": found.size}
        return facts | {"since": found.since.isoformat(), "problem": found.problem}

    done = [entry(found) for found in left if not found.problem]
    return {
        "removed": done if removed else [],
        "found": [] if removed else done,
        "failed": [entry(found) for found in left if found.problem],
    }
