"""Check the chain of the history."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.history.anchors import Anchor, NoAnchor, read_anchor
from accounts.history.verify import verify_chain


class Command(BaseCommand):
    help = "Checks the history, and against an anchor that it was not cut off or rewritten."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchor", type=Path, help="a file that history_anchor wrote")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify_chain(self.read_anchor(options["anchor"]))
        fault = verdict.fault
        outcome = {
            "sound": verdict.sound,
            "entries": verdict.entries,
            "first_bad": fault and {"sequence": fault.sequence, "message": fault.message},
        }
        if options["json"]:
            self.stdout.write(json.dumps(outcome))
        elif fault:
            place = "" if fault.sequence is None else f"Entry {fault.sequence}: "
            self.stdout.write(f"{place}{fault.message}")
        else:
            self.stdout.write(f"The history is sound: {verdict.entries} entries.")
        if fault:
            raise SystemExit(1)

    def read_anchor(self, path: Path | None) -> Anchor | None:
        try:
            return read_anchor(path) if path else None
        except NoAnchor as refusal:
            raise CommandError(str(refusal)) from refusal
