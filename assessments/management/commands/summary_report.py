"""Write a report about an assessment as a PDF."""

import shutil
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.management.whole import whole_file
from assessments.models import Assessment
from assessments.queries import open_or_latest
from assessments.reports.actions import record_document_taken
from assessments.reports.kinds import KINDS
from assessments.reports.make import make
from assessments.reports.subject import CannotBeMade, Subject
from evidence.management.portfolios import add_standard_argument, portfolio_named
from evidence.models import Portfolio


class Command(BaseCommand):
    help = "Writes a report about a service's open assessment, else its latest, as a PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("service", metavar="SLUG")
        add_standard_argument(parser)
        parser.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")
        parser.add_argument(
            "--report",
            choices=sorted(code for code, kind in KINDS.items() if kind.paper),
            default="summary",
        )
        parser.add_argument("--assessment", metavar="LABEL", help="another one, by its name")

    def handle(self, *args: Any, **options: Any) -> None:
        portfolio = portfolio_named(options["service"], options["standard"])
        assessment = assessment_named(portfolio, options["assessment"])
        assessment.portfolio = portfolio
        try:
            subject = Subject(assessment)
            made = make(subject, options["report"])
        except CannotBeMade as refusal:
            raise CommandError(str(refusal)) from refusal
        path: Path = options["output"]
        try:
            with made.file, whole_file(path) as file:
                shutil.copyfileobj(made.file, file)
                record_document_taken(  # before the file has its name
                    subject=subject, report=options["report"], as_format="PDF", by=None
                )
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{path}: {assessment.label}, {made.pages} pages, {made.size:,} bytes")


def assessment_named(portfolio: Portfolio, label: str | None) -> Assessment:
    """The one of that name, or the open one, else the latest; CommandError says what to do."""
    if label is None:
        found = open_or_latest(portfolio)
    else:
        rows = portfolio.assessments.select_related("edition", "snapshot")
        found = rows.filter(label=label).first()
    if found:
        return found
    known = list(portfolio.assessments.values_list("label", flat=True))
    if not known:
        raise CommandError(
            f"{portfolio.service.name} has no assessment yet. "
            "Open one on its assessment page first."
        )
    names = ", ".join(f"“{name}”" for name in known)
    raise CommandError(f"There is no assessment “{label}”. Assessments here: {names}.")
