"""Check every stored file against its hash."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from evidence.custody import check_custody


class Command(BaseCommand):
    help = "Hashes every stored file again; lists missing, altered and orphaned ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        custody = check_custody()
        if options["json"]:
            self.stdout.write(json.dumps(custody.as_data()))
        else:
            for name in ("missing", "altered", "orphaned"):
                for what in getattr(custody, name):
                    self.stdout.write(f"{name}: {what}")
            verdict = "all sound" if custody.sound else "not sound"
            self.stdout.write(f"{custody.checked} files checked, {verdict}.")
        if not custody.sound:
            raise SystemExit(1)
