"""Check the chain of the history."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

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

    def read_anchor(self, path: Path | None) -> dict[str, Any] | None:
        if path is None:
            return None
        try:
            anchor = json.loads(path.read_text())
            sequence, seal = int(anchor["sequence"]), str(anchor["seal"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{path} is not an anchor that history_anchor wrote.") from error
        if sequence < 0 or bool(sequence) != bool(seal):
            raise CommandError(f"{path} is not an anchor that history_anchor wrote.")
        return {"sequence": sequence, "seal": seal}
