"""Read an evidence register into a service's evidence."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from evidence.actions import CodeTaken
from evidence.imports.report import ImportRefused
from evidence.management.portfolios import add_standard_argument, portfolio_to_fill
from evidence.registers.apply import import_register
from evidence.registers.files import read_bytes
from evidence.registers.plan import Plan


class Command(BaseCommand):
    help = "Reads an evidence register (.csv or .xlsx) into a service's evidence."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--service", required=True, metavar="SLUG")
        add_standard_argument(parser)
        parser.add_argument("--dry-run", action="store_true", help="say what it would do")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            plan = self.read(path, options)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except (ImportRefused, CodeTaken) as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(as_json(plan), ensure_ascii=False, indent=1))
        else:
            self.tell(plan, dry_run=options["dry_run"])

    @transaction.atomic
    def read(self, path: Path, options: dict[str, Any]) -> Plan:
        data = read_bytes(path)
        portfolio, edition = portfolio_to_fill(options["service"], options["standard"])
        plan = import_register(
            portfolio=portfolio, edition=edition, data=data, source_name=path.name, by=None
        )
        transaction.set_rollback(options["dry_run"])
        return plan

    def tell(self, plan: Plan, *, dry_run: bool) -> None:
        for warning in plan.warnings:
            self.stdout.write(f"line {warning.line}: {warning.message}")
        would = "would be " if dry_run else ""
        for name, counts in plan.counts().items():
            self.stdout.write(
                f"{would}{name}: {counts['evidence']} items of evidence, {counts['links']} links"
            )
        self.stdout.write(f"{len(plan.warnings)} warnings")


def as_json(plan: Plan) -> dict[str, Any]:
    """The outcome in the shape that other programs read."""
    warnings = [{"line": w.line, "code": w.code, "message": w.message} for w in plan.warnings]
    return {**plan.counts(), "warnings": warnings}
