"""Write a portfolio out for other programs."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.exports import whole_portfolio_data
from evidence.management.portfolios import add_standard_argument, portfolio_named


class Command(BaseCommand):
    help = "Writes a service's evidence, links and assessments out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("service", metavar="SLUG")
        add_standard_argument(parser)
        parser.add_argument("--format", required=True, choices=["json"])
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        portfolio = portfolio_named(options["service"], options["standard"])
        data = whole_portfolio_data(portfolio)
        path: Path = options["output"]
        try:
            path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(
            f"{path}: {len(data['evidence'])} items of evidence, {len(data['links'])} links, "
            f"{len(data['assessments'])} assessments"
        )
