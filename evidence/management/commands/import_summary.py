"""Read an Assessment Summary into a service's evidence."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from evidence.imports.apply import Outcome, import_summary
from evidence.imports.lines import read_bytes
from evidence.imports.report import ImportRefused
from evidence.management.portfolios import add_standard_argument, portfolio_to_fill


class Command(BaseCommand):
    help = "Reads an Assessment Summary (text, Markdown or .docx) into a service's evidence."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--service", required=True, metavar="SLUG")
        add_standard_argument(parser)
        parser.add_argument("--dry-run", action="store_true", help="say what it would do")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            outcome = self.read(path, options)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except ImportRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(as_json(outcome), ensure_ascii=False, indent=1))
        else:
            self.tell(outcome, dry_run=options["dry_run"])

    @transaction.atomic
    def read(self, path: Path, options: dict[str, Any]) -> Outcome:
        data = read_bytes(path)
        portfolio, edition = portfolio_to_fill(options["service"], options["standard"])
        outcome = import_summary(
            portfolio=portfolio, edition=edition, data=data, source_name=path.name, by=None
        )
        transaction.set_rollback(options["dry_run"])
        return outcome

    def tell(self, outcome: Outcome, *, dry_run: bool) -> None:
        for warning in outcome.warnings:
            self.stdout.write(f"line {warning.line}: {warning.message}")
        would = "would be " if dry_run else ""
        for name, counts in outcome.counts().items():
            self.stdout.write(
                f"{would}{name}: {counts['evidence']} items of evidence, {counts['links']} links"
            )
        self.stdout.write(f"{len(outcome.warnings)} warnings")


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The outcome in the shape that other programs read."""
    warnings = [{"line": w.line, "code": w.code, "message": w.message} for w in outcome.warnings]
    return {**outcome.counts(), "warnings": warnings}
