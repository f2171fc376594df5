"""Two visits side by side as a document and as tables."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from assessments.models import Assessment, ReportFile
from assessments.reports.builders.comparison import build_comparison
from assessments.reports.subject import CannotBeMade, Subject
from criteria.models import Edition
from tests.builders.assessments import (
    fill,
    make_assessment,
    make_completed,
    make_grant,
    make_submitted,
)
from tests.builders.evidence import make_item, make_link, make_portfolio, make_version
from tests.builders.files import pdf as pdf_file
from tests.builders.people import sign_in
from tests.builders.standards import load_cse, make_standard

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(portfolio):
    item = make_item(portfolio, "Customer survey", number=401)
    make_version(item)
    make_link(portfolio, item)
    make_link(portfolio, make_item(portfolio, "Old minutes", number=402))
    return make_completed(
        portfolio, {"1.1.2": "nearly"}, label="Full 2025", visit_on=date(2025, 3, 1)
    )


@pytest.fixture
def second(portfolio, first):
    """1.1.2 is met now, 1.1.3 is not; the survey is newer, the minutes gone, an item is new."""
    make_version(portfolio.links.get(item__number=401).item, pdf_file("The survey of 2026"))
    portfolio.links.filter(item__number=402).delete()
    make_link(portfolio, make_item(portfolio, "New minutes", number=403))
    visit = make_completed(
        portfolio,
        {"1.1.3": "nearly"},
        label="Review 2026",
        kind="annual-review-1",
        visit_on=date(2026, 3, 1),
    )
    visit.elements.filter(element__code="1.1.2").update(finding="Seen and found very good.")
    return visit


def compared(later, earlier=None):
    return build_comparison(Subject(later, earlier))


def test_both_visits_stand_side_by_side(second):
    content = compared(second)
    assert (content.before.label, content.after.label) == ("Full 2025", "Review 2026")
    assert content.outcome == "3 of 3 elements differ"
    assert (content.better, content.lower) == (1, 1)
    assert content.outcome_sentence == (
        "1 rated better, 1 rated lower, 1 with another comment, 1 with other evidence."
    )
    assert {row.mark.name: (row.before, row.after) for row in content.rating_rows}[
        "Nearly met"
    ] == (1, 1)
    assert [fact.label for fact in content.facts] == ["Compared with", "Visit"]
    assert not content.is_draft


def test_an_element_says_what_moved_and_what_became_of_its_evidence(second):
    elements = {element.code: element for element in compared(second).compared}
    assert elements["1.1.2"].direction == "better" and elements["1.1.3"].direction == "lower"
    assert elements["1.1.2"].before.rating.name == "Nearly met"
    assert elements["1.1.2"].after.comment_text == "Seen and found very good."
    marked = [words.text for words in elements["1.1.2"].after.comment[0] if words.is_marked]
    assert marked == ["very "]
    changes = {each.code: each.change for each in elements["1.1.1"].evidence}
    assert changes == {"CSS401": "refreshed", "CSS403": "new", "CSS402": "dropped"}
    assert not elements["1.1.1"].rating_moved and elements["1.1.1"].evidence_moved


def test_without_a_choice_the_visit_before_is_taken(portfolio, first, second):
    third = make_assessment(portfolio, label="Review 2027", kind="annual-review-2")
    content = compared(third)
    assert content.before.label == "Review 2026"
    assert content.is_draft and "“Review 2027” is not completed" in content.notice
    assert compared(third, first).before.label == "Full 2025"


def test_where_there_is_one_visit_alone_it_is_said_why(first):
    with pytest.raises(CannotBeMade, match="no visit before “Full 2025”"):
        compared(first)
    with pytest.raises(CannotBeMade, match="two different visits"):
        compared(first, first)


def test_no_page_breaks_where_there_is_one_visit_alone(first, base, as_officer, words):
    """The page says what it waits for, files and the PDF are refused in words."""
    response = as_officer.get(f"{base}/documents/comparison/", follow=True)
    assert response.status_code == 200
    assert "Nothing to compare yet" in words(response)
    for address in ("tables.xlsx", "elements.csv"):
        refused = as_officer.get(f"{base}/documents/comparison/{address}")
        assert refused.status_code == 409
        assert "There is no visit before “Full 2025” to compare it with." in words(refused)
    refused = as_officer.post(f"{base}/documents/comparison/make/")
    assert refused.status_code == 409 and not ReportFile.objects.exists()


def test_the_command_says_why_it_cannot_compare(first, tmp_path):
    slug = first.portfolio.service.slug
    arguments = [slug, "--report", "comparison", "--output", str(tmp_path / "x.pdf")]
    with pytest.raises(CommandError, match="no visit before"):
        call_command("summary_report", *arguments, standard="small")


def test_the_page_that_compares_is_the_document_on_screen(first, second, base, as_officer):
    response = as_officer.get(f"{base}/documents/comparison/?visit={second.pk}")
    assert response.status_code == 302
    assert response["Location"] == f"{base}/assessment/compare/?a={first.pk}&b={second.pk}"
    page = as_officer.get(response["Location"]).content.decode()
    query = f"?visit={second.pk}&amp;before={first.pk}"
    assert f'href="{base}/documents/comparison/tables.xlsx{query}"' in page
    assert f'href="{base}/documents/comparison/elements.csv{query}"' in page
    assert f'action="{base}/documents/comparison/make/"' in page
    same = as_officer.get(f"{base}/assessment/compare/?a={first.pk}&b={first.pk}")
    assert "tables.xlsx" not in same.content.decode()


def test_the_pdf_is_of_the_two_that_were_chosen(first, second, base, as_officer):
    as_officer.post(f"{base}/documents/comparison/make/", {"visit": second.pk, "before": first.pk})
    file = ReportFile.objects.get()
    assert (file.assessment, file.compared_with) == (second, first)
    assert not file.for_assessor


def test_the_tables_have_both_ratings_and_every_change(first, second, base, as_officer):
    address = f"{base}/documents/comparison"
    text = as_officer.get(f"{address}/elements.csv").content.decode("utf-8-sig")
    rows = {row["Element"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["1.1.2"]["Rating, Full 2025"] == "Nearly met"
    assert rows["1.1.2"]["Direction"] == "better"
    text = as_officer.get(f"{address}/evidence.csv").content.decode("utf-8-sig")
    assert "1.1.1,CSS402,Old minutes,no longer used" in text
    book = openpyxl.load_workbook(io.BytesIO(as_officer.get(f"{address}/tables.xlsx").content))
    assert book.sheetnames == ["About", "Side by side", "Elements", "Evidence"]
    sheet = book["Side by side"]
    assert sheet["B3"].value.date() == date(2025, 3, 1)
    assert sheet["B3"].number_format == "d mmmm yyyy"


def test_an_assessment_of_another_portfolio_is_not_found(second, base, as_officer):
    foreign = make_completed(make_portfolio())
    for query in (f"?before={foreign.pk}", f"?visit={foreign.pk}", "?before=nonsense"):
        assert as_officer.get(f"{base}/documents/comparison/{query}").status_code == 404


def test_the_assessor_has_no_comparison(second):
    portfolio = second.portfolio
    assessment = make_submitted(portfolio, label="Next")
    assessor = sign_in(Client(), make_grant(assessment).reader)
    base = f"/assessments/{assessment.pk}/documents/comparison/"
    assert assessor.get(base).status_code == 404
    assert assessor.get(f"{base}tables.xlsx").status_code == 404


@pytest.mark.parametrize(("standard", "size"), [("small", 3), ("cse", 150)])
def test_the_comparison_costs_the_same_at_any_size(standard, size, django_assert_num_queries):
    edition: Edition = load_cse() if standard == "cse" else make_standard()
    portfolio = make_portfolio(standard=edition)
    make_completed(portfolio, label="One")
    fill(portfolio, size, list(edition.elements.all()))
    make_submitted(portfolio, label="Two")
    one, two = Assessment.objects.select_related(
        "portfolio__service__organisation", "portfolio__standard", "edition", "snapshot"
    ).order_by("pk")
    with django_assert_num_queries(7):
        assert len(compared(two, one).compared) == edition.elements.count()
