"""Write a portfolio out for other programs, or as a whole to be read without the portal."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.exports import whole_portfolio_data
from assessments.management.whole import whole_file
from assessments.queries import open_or_latest
from assessments.reports.pack import CannotBePacked, build_pack, write_pack
from assessments.reports.pack.content import PackContent
from assessments.reports.subject import Subject
from evidence.actions import record_export
from evidence.management.portfolios import add_standard_argument, portfolio_named
from evidence.models import Portfolio
from evidence.registers.write import register_csv, register_xlsx


def whole_portfolio_json(portfolio: Portfolio) -> bytes:
    text = json.dumps(whole_portfolio_data(portfolio), ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


FORMATS = {"json": whole_portfolio_json, "csv": register_csv, "xlsx": register_xlsx}
PACK = "pack"


class Command(BaseCommand):
    help = (
        "Writes a service's evidence and links out: as JSON with its assessments, as an "
        "evidence register that import_register reads again, or as the evidence pack of its "
        "open assessment, else its latest: a ZIP with every file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("service", metavar="SLUG")
        add_standard_argument(parser)
        parser.add_argument("--format", required=True, choices=sorted([*FORMATS, PACK]))
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        portfolio = portfolio_named(options["service"], options["standard"])
        path: Path = options["output"]
        try:
            if options["format"] == PACK:
                self._write_pack(portfolio, path)
            else:
                content = FORMATS[options["format"]](portfolio)
                with whole_file(path) as file:
                    file.write(content)
                    _tell(portfolio, options["format"])
        except CannotBePacked as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{path}: {path.stat().st_size:,} bytes")

    def _write_pack(self, portfolio: Portfolio, path: Path) -> None:
        content = _pack_of(portfolio)
        with whole_file(path) as file:
            write_pack(content, file)
            _tell(portfolio, PACK)
        left_out = len(content.files) - len(content.included)
        self.stdout.write(
            f"{content.summary.assessment}, files: {len(content.included)}, left out: {left_out}"
        )


def _tell(portfolio: Portfolio, as_format: str) -> None:
    """Before the file has its name: killed in between, there is an entry too many."""
    record_export(portfolio=portfolio, by=None, as_format=as_format.upper())


def _pack_of(portfolio: Portfolio) -> PackContent:
    assessment = open_or_latest(portfolio)
    if assessment is None:
        raise CommandError(
            f"{portfolio.service.name} has no assessment yet, and a pack is about one. "
            "Open one on its assessment page first."
        )
    assessment.portfolio = portfolio
    return build_pack(Subject(assessment))
