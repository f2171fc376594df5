"""The command that writes the summary, read back and held against document 000."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from assessments.actions import complete_assessment
from evidence.imports.apply import import_summary
from evidence.models import Portfolio
from tests.builders.assessments import (
    make_assessment,
    make_assessor,
    make_completed,
    make_submitted,
    rate,
    self_assess_all,
    submit,
)
from tests.builders.evidence import make_item, make_link, make_portfolio
from tests.builders.people import make_organisation, make_service
from tests.builders.standards import load_cse
from tests.evidence.imports.independent import Lists, evidence_by_element

pytestmark = pytest.mark.django_db

SUMMARY = Path(settings.BASE_DIR) / "fixtures" / "demonstration" / "assessment_summary.txt"
SLUG = "library-service"


@pytest.fixture
def portfolio() -> Portfolio:
    portfolio = make_portfolio(make_service(name="Library Service"))
    make_link(portfolio, make_item(portfolio, "Survey of visitors", number=701))
    return portfolio


def report(*arguments: str, standard: str = "small") -> None:
    call_command("summary_report", *arguments, standard=standard)


def words_of(path: Path) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(path).pages))


def test_the_summary_of_a_real_council_prints_every_list_in_order(tmp_path):
    edition = load_cse()
    council = make_organisation("Argyll and Bute Council")
    portfolio = make_portfolio(make_service(council, "Customer Support Services"), edition)
    data = SUMMARY.read_bytes()
    import_summary(
        portfolio=portfolio, edition=edition, data=data, source_name=SUMMARY.name, by=None
    )
    make_submitted_cse(portfolio)
    path = tmp_path / "summary.pdf"
    report("customer-support-services", "--output", str(path), standard="cse")
    text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
    printed = evidence_by_element(text[: text.rindex("\nEvidence index\n")])
    cited = evidence_by_element(data.decode())
    assert sum(len(items) for lists in cited.values() for items in lists.values()) == 193
    assert list(printed) == list(cited)
    for element, lists in cited.items():
        assert without_marks(printed[element]) == lists, element


def without_marks(lists: Lists) -> Lists:
    """Without what is printed after a title that says how old it is."""
    return {
        listing: [(code, re.sub(r" Stale: .*", "", title)) for code, title in items]
        for listing, items in lists.items()
    }


def make_submitted_cse(portfolio: Portfolio) -> None:
    assessment = make_assessment(portfolio, label="Full assessment 2026")
    self_assess_all(assessment, "compliant")
    submit(assessment)


def test_pages_and_size_are_said(portfolio, tmp_path, capsys):
    make_submitted(portfolio, label="This year")
    path = tmp_path / "summary.pdf"
    report(SLUG, "--output", str(path))
    said = capsys.readouterr().out
    pages = len(PdfReader(path).pages)
    assert said == f"{path}: This year, {pages} pages, {path.stat().st_size:,} bytes\n"


def test_the_open_assessment_is_meant_unless_another_is_named(portfolio, tmp_path):
    make_completed(portfolio, label="Last year", reference="CSE-OLD")
    make_assessment(portfolio, label="This year", reference="CSE-NEW")
    path = tmp_path / "summary.pdf"
    report(SLUG, "--output", str(path))
    assert "CSE-NEW" in words_of(path)
    report(SLUG, "--output", str(path), "--assessment", "Last year")
    assert "CSE-OLD" in words_of(path)


def test_a_completed_assessment_prints_who_signed_it_and_what_follows(portfolio, tmp_path):
    assessment = make_submitted(portfolio)
    assessor = make_assessor("Ailsa Murdoch")
    for code in ("1.1.1", "1.1.2", "1.1.3"):
        rate(assessment, code, "nearly" if code == "1.1.2" else "met", f"Of {code}", by=assessor)
    assessment.elements.filter(element__code="1.1.1").update(is_strength=True)
    complete_assessment(assessment=assessment, by=assessor, statement="A careful service.")
    path = tmp_path / "summary.pdf"
    report(SLUG, "--output", str(path))
    text = words_of(path)
    assert "Signed by the assessor Ailsa Murdoch" in text
    assert "A careful service. Signed by Ailsa Murdoch" in text
    assert "Strengths 1.1.1 Of 1.1.1" in text
    assert "Areas for improvement Each becomes" in text


def test_the_same_data_makes_the_same_file(portfolio, tmp_path):
    make_submitted(portfolio)
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    report(SLUG, "--output", str(one))
    report(SLUG, "--output", str(two))
    assert one.read_bytes() == two.read_bytes()


def test_without_an_assessment_it_says_what_to_do(portfolio, tmp_path):
    with pytest.raises(CommandError, match=r"has no assessment yet\. Open one"):
        report(SLUG, "--output", str(tmp_path / "summary.pdf"))
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_name_is_answered_with_the_names_there_are(portfolio, tmp_path):
    make_assessment(portfolio, label="This year")
    with pytest.raises(CommandError, match=r"no assessment “Next year”\. Assessments here: “This"):
        report(SLUG, "--output", str(tmp_path / "summary.pdf"), "--assessment", "Next year")


def test_an_unknown_service_is_answered_with_the_services_there_are(portfolio, tmp_path):
    with pytest.raises(CommandError, match=r"no service “parks”\. Services here: library-service"):
        report("parks", "--output", str(tmp_path / "summary.pdf"))


def test_an_unknown_report_is_refused(portfolio, tmp_path):
    with pytest.raises(CommandError, match="invalid choice: 'gap'"):
        report(SLUG, "--output", str(tmp_path / "summary.pdf"), "--report", "gap")


def test_a_place_that_cannot_be_written_is_said(portfolio, tmp_path):
    make_assessment(portfolio)
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        report(SLUG, "--output", str(tmp_path / "nowhere" / "summary.pdf"))


def test_a_file_that_is_there_is_replaced_whole(portfolio, tmp_path):
    make_assessment(portfolio)
    path = tmp_path / "summary.pdf"
    path.write_bytes(b"old")
    report(SLUG, "--output", str(path))
    assert path.read_bytes().startswith(b"%PDF-")
    assert list(tmp_path.iterdir()) == [path]
