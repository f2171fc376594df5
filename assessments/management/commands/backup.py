"""Write database and files of one moment into one file."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat

from assessments.backup import BackupRefused
from assessments.backup.manifest import GONE
from assessments.backup.progress import progress
from assessments.backup.write import Made, make_backup


class Command(BaseCommand):
    help = "Writes database and files of one moment into one file, while the portal is in use."
    help += " Keep the file like the evidence itself: it holds all of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where to; an older file there is replaced")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            made = make_backup(path, progress(self.stderr))
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"{path} could not be written: {error}.") from error
        if options["json"]:
            self.stdout.write(json.dumps(as_data(path, made)))
        else:
            self.tell(path, made)
        if made.faults:
            raise SystemExit(1)

    def tell(self, path: Path, made: Made) -> None:
        for gone in made.gone:
            if gone.why != "missing":
                self.stdout.write(f"{gone.place} was {GONE[gone.why]} meanwhile and is not in it.")
        for fault in made.faults:
            self.stdout.write(f"NOT SOUND: {fault}")
        self.stdout.write(
            f"{path}: {made.rows} rows of {made.tables} tables and {made.files} files,"
            f" {filesizeformat(made.bytes)}."
        )
        if made.faults:
            self.stdout.write("The backup is as the portal is: verify_evidence says what is wrong.")


def as_data(path: Path, made: Made) -> dict[str, Any]:
    """The outcome for other programs."""
    return {
        "file": str(path),
        "made_at": made.made_at,
        "tables": made.tables,
        "rows": made.rows,
        "files": made.files,
        "bytes": made.bytes,
        "gone": [{"place": gone.place, "why": gone.why} for gone in made.gone],
        "faults": made.faults,
        "sound": not made.faults,
    }
