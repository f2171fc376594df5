"""Check every stored file against its hash."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from assessments.custody import as_data, as_lines
from assessments.reports.custody import check_issued
from evidence.custody import check_custody


class Command(BaseCommand):
    help = "Hashes every stored file and every issued document again; lists missing, altered and"
    help += " orphaned ones, and the items, elements and assessments that they touch."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        custody = check_custody()
        check_issued(custody)
        if options["json"]:
            self.stdout.write(json.dumps(as_data(custody)))
        else:
            for line in as_lines(custody):
                self.stdout.write(line)
        if not custody.sound:
            raise SystemExit(1)
