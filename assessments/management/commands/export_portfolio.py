"""Write a portfolio out for other programs."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.exports import whole_portfolio_data
from evidence.management.portfolios import add_standard_argument, portfolio_named
from evidence.models import Portfolio
from evidence.registers.write import register_csv, register_xlsx


def whole_portfolio_json(portfolio: Portfolio) -> bytes:
    text = json.dumps(whole_portfolio_data(portfolio), ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


FORMATS = {"json": whole_portfolio_json, "csv": register_csv, "xlsx": register_xlsx}


class Command(BaseCommand):
    help = (
        "Writes a service's evidence and links out: as JSON with its assessments, or as an "
        "evidence register that import_register reads again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("service", metavar="SLUG")
        add_standard_argument(parser)
        parser.add_argument("--format", required=True, choices=sorted(FORMATS))
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        portfolio = portfolio_named(options["service"], options["standard"])
        data = FORMATS[options["format"]](portfolio)
        path: Path = options["output"]
        try:
            path.write_bytes(data)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{path}: {len(data):,} bytes")
