"""`summary_report --report …` writes whatever the table of kinds prints."""

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from tests.builders.assessments import make_assessment
from tests.builders.evidence import make_item, make_link, make_portfolio, make_version
from tests.builders.people import make_service

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def portfolio():
    portfolio = make_portfolio(make_service(name="Library Service"))
    item = make_item(portfolio, "Survey of visitors", number=701)
    make_version(item)
    make_link(portfolio, item)
    return portfolio


def write(report, path):
    options = {"report": report, "output": path, "standard": "small"}
    call_command("summary_report", "library-service", **options)
    return " ".join(page.extract_text() for page in PdfReader(path).pages)


@pytest.mark.parametrize(("report", "title"), [("gaps", "Gap report"), ("index", "Evidence index")])
def test_the_command_writes_the_report_asked_for(portfolio, report, title, tmp_path):
    make_assessment(portfolio)
    text = write(report, tmp_path / "report.pdf")
    assert title in text and "Library Service" in text
    assert "CSS701" in text or report == "gaps"


def test_the_command_says_which_reports_there_are(portfolio, tmp_path):
    make_assessment(portfolio)
    with pytest.raises(CommandError, match=r"invalid choice: 'nonsense'.*gaps.*index"):
        arguments = ["library-service", "--report", "nonsense", "--output", "x.pdf"]
        call_command("summary_report", *arguments)
