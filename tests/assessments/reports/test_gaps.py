"""The gap report: what is missing, whose it is, by when, and what the checklist does not know."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.enums import Role
from assessments.checklist import what_is_missing
from assessments.models import Assessment, Improvement
from assessments.reports.builders.gaps import build_gaps
from assessments.reports.kinds import KINDS
from assessments.reports.subject import Subject
from criteria.models import Edition
from tests.builders.assessments import (
    fill,
    make_assessment,
    make_completed,
    make_grant,
    make_request,
    make_submitted,
    make_whole,
    self_assess,
    send,
)
from tests.builders.evidence import make_item, make_link, make_portfolio, make_version
from tests.builders.people import make_user, sign_in
from tests.builders.standards import load_cse, make_standard

pytestmark = pytest.mark.django_db

TODAY = date.today()
CODES = ("1.1.1", "1.1.2", "1.1.3")


def gaps_of(assessment):
    return build_gaps(Subject(assessment))


def own(assessment, code, owner=None, due_on=None):
    assessment.elements.filter(element__code=code).update(owner=owner, due_on=due_on)


@pytest.fixture
def isla(portfolio):
    return make_user(Role.OFFICER, portfolio.service, name="Isla Campbell")


@pytest.fixture
def assessment(portfolio) -> Assessment:
    """1.1.1 has a stale item, 1.1.2 lacks everything, 1.1.3 is ready."""
    assessment = make_assessment(portfolio, label="Review", visit_on=TODAY + timedelta(days=12))
    old = make_item(portfolio, "Old survey", number=401)
    old.covers_to = date(2019, 12, 31)
    old.save()
    make_version(old)
    make_link(portfolio, old, "1.1.1")
    sound = make_item(portfolio, "Sound survey", number=402)
    make_version(sound)
    make_link(portfolio, sound, "1.1.3")
    self_assess(assessment, "1.1.1")
    self_assess(assessment, "1.1.3")
    return assessment


def test_the_figures_are_those_of_the_overview_page(assessment, as_manager, base):
    report = gaps_of(assessment)
    shown = as_manager.get(f"{base}/").context
    board, ages = shown["board"], shown["evidence"].ages
    said = [(element.code, gap.kind) for element in report.under_review for gap in element.gaps]
    assert said == [gap.key for gap in board.gaps]
    assert said == [gap.key for gap in what_is_missing(assessment)]
    assert len(report.under_review) == board.review_count
    assert report.ready == 1 and report.not_ready == 2
    assert len(report.stale) == ages.stale == 1
    counted = {line["text"]: line["count"] for line in shown["next"].more}
    assert counted["element without evidence"] == len(report.having("no-evidence")) == 1
    assert counted["element with stale evidence"] == len(report.having("stale")) == 1


def test_elements_stand_with_their_owner_and_nobodys_come_first(assessment, isla):
    morag = make_user(Role.MANAGER, assessment.portfolio.service, name="Morag Stewart")
    own(assessment, "1.1.1", isla, TODAY - timedelta(days=3))
    own(assessment, "1.1.3", morag, TODAY - timedelta(days=9))
    report = gaps_of(assessment)
    assert [(part.name, [e.code for e in part.elements]) for part in report.owners] == [
        ("", ["1.1.2"]),
        ("Isla Campbell", ["1.1.1"]),
        ("Morag Stewart", ["1.1.3"]),
    ]
    assert [element.days_late for element in report.under_review] == [3, 0, 0]
    assert [element.code for element in report.late] == ["1.1.1"]
    assert [element.code for element in report.without_owner] == ["1.1.2"]


def test_the_most_urgent_of_an_owner_stands_first_and_what_is_ready_last(assessment, isla):
    own(assessment, "1.1.1", isla, TODAY + timedelta(days=9))
    own(assessment, "1.1.2", isla, TODAY + timedelta(days=2))
    own(assessment, "1.1.3", isla, TODAY)
    (part,) = gaps_of(assessment).owners
    assert [element.code for element in part.elements] == ["1.1.2", "1.1.1", "1.1.3"]
    assert (part.ready, part.late) == (1, 0)
    assert [element.code for element in part.done] == ["1.1.3"]


def test_the_cover_says_how_many_are_ready_what_comes_first_and_how_long_it_is(assessment, isla):
    own(assessment, "1.1.1", isla, TODAY - timedelta(days=3))
    report = gaps_of(assessment)
    assert report.outcome == "1 of 3 elements"
    assert report.outcome_sentence == "First: Finish 1 element past its due day: 1.1.1."
    facts = {fact.label: fact.value for fact in report.facts}
    assert facts["Until the visit"] == "12 days"
    assert report.first[1:] == (
        "1 element without a self-rating: 1.1.2. Rate how well you meet it.",
        "1 element without evidence: 1.1.2. Add a file, or link an item that is here already.",
        "1 element without a commentary: 1.1.2. Say what you do and how you know it works.",
        "1 element with stale evidence: 1.1.1. Add a newer file, or say on its page that it is"
        " still in force.",
        "Find somebody for 1 element that is nobody’s: 1.1.2.",
    )


def test_where_nothing_is_missing_the_first_thing_is_to_submit(portfolio):
    assessment = make_assessment(portfolio)
    make_whole(assessment)
    report = gaps_of(assessment)
    assert report.outcome == "3 of 3 elements"
    assert report.first == ("Submit the assessment: nothing stands in the way. A manager does.",)
    assert {fact.label: fact.value for fact in report.facts}["Until the visit"] == "No day is set"


def test_what_waits_for_a_manager_and_what_would_fail_the_visit_are_said(portfolio):
    assessment = make_assessment(portfolio)
    make_whole(assessment)
    send(assessment, "1.1.1")
    self_assess(assessment, "1.1.2", "unmet")
    self_assess(assessment, "1.1.3", "unmet")
    first = " ".join(gaps_of(assessment).first)
    why = "2 elements are not met, 1 allowed: 1.1.2, 1.1.3."
    assert f"Look again, or the visit fails: {why}" in first
    assert "Approve or return 1 element, as a manager: 1.1.1." in first
    assert "Submit" not in first


def cite(portfolio, item, codes=CODES):
    for code in codes:
        make_link(portfolio, item, code)


def test_an_item_cited_for_more_elements_than_customary_is_named():
    edition = load_cse()
    portfolio = make_portfolio(standard=edition)
    codes = [element.code for element in edition.elements.all()[:4]]
    usual, much = (make_item(portfolio, name, number=n) for n, name in ((1, "Usual"), (2, "Much")))
    cite(portfolio, usual, codes[:3])
    cite(portfolio, much, codes)
    report = gaps_of(make_assessment(portfolio))
    assert report.most_elements == 3
    assert [(note.title, list(note.elements)) for note in report.over_cited] == [("Much", codes)]


def test_a_standard_that_names_no_most_elements_says_nothing_of_them(assessment):
    make_link(assessment.portfolio, assessment.portfolio.links.first().item, "1.1.2")
    report = gaps_of(assessment)
    assert report.most_elements is None and report.over_cited == ()


def test_items_that_are_cited_nowhere_are_named_with_their_owner(assessment, isla):
    spare = make_item(assessment.portfolio, "Spare", number=500)
    spare.owner = isla
    spare.save()
    make_item(assessment.portfolio, "Of the council", corporate=True, number=90)
    notes = gaps_of(assessment).uncited
    assert [(note.code, note.owner, note.elements) for note in notes] == [
        (spare.code, "Isla Campbell", ())
    ]


def test_requests_that_wait_are_named_with_their_days(portfolio, as_manager, base):
    assessment = make_submitted(portfolio, label="Full 2026")
    make_request(assessment, "1.1.2", "Show me the survey.")
    report = gaps_of(assessment)
    (request,) = report.requests
    assert (request.element_code, request.question, request.days) == (
        *("1.1.2", "Show me the survey."),
        0,
    )
    assert report.first[0] == "Answer 1 request of the assessor: 1.1.2."
    assert as_manager.get(f"{base}/").context["next"].title == "1 request waits for an answer"


def test_improvements_that_are_overdue_are_named(portfolio, isla):
    make_completed(portfolio, {"1.1.1": "nearly"}, label="Last year")
    due = TODAY - timedelta(days=8)
    Improvement.objects.update(owner=isla, due_on=due, text="Write it down")
    report = gaps_of(make_assessment(portfolio, label="This year"))
    (late,) = report.improvements
    assert (late.element_code, late.text, late.visit) == ("1.1.1", "Write it down", "Last year")
    assert (late.owner, late.due_on, late.days_late) == ("Isla Campbell", due, 8)


def test_the_report_says_what_it_looks_at_in_every_state(portfolio):
    assessment = make_assessment(portfolio, label="One")
    assert gaps_of(assessment).looks_at.startswith("What “One” lacks before it is submitted")
    other = make_submitted(make_portfolio(), label="Two")
    assert "the assessor reads what was submitted then" in gaps_of(other).looks_at
    assert not any("self-rating" in step for step in gaps_of(other).first)
    done = make_completed(make_portfolio(), label="Three")
    assert gaps_of(done).looks_at.startswith("“Three” is completed.")
    assert gaps_of(done).outcome_heading == "Nothing missing"


def test_the_page_leads_to_each_element_and_shows_the_same(assessment, as_officer, base, words):
    response = as_officer.get(f"{base}/documents/gaps/")
    page = words(response)
    assert "1 of 3 elements ready" in page and "12 days until the visit" in page
    assert "CSS401 is stale: covers to December 2019" in page
    assert f'href="{base}/elements/1.1.2/"' in response.content.decode()


def test_the_tables_have_a_row_for_each_gap(assessment, isla, as_officer, base):
    own(assessment, "1.1.1", isla, date(2026, 1, 31))
    text = as_officer.get(f"{base}/documents/gaps/gaps.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["Element"], row["Kind"]) for row in rows] == [
        ("1.1.1", "Stale evidence"),
        ("1.1.2", "No self-rating"),
        ("1.1.2", "No evidence"),
        ("1.1.2", "No commentary"),
    ]
    assert (rows[0]["Owner"], rows[0]["Due"]) == ("Isla Campbell", "2026-01-31")
    assert as_officer.get(f"{base}/documents/gaps/tables.xlsx").status_code == 200
    for table in ("elements", "items", "improvements", "requests"):
        assert as_officer.get(f"{base}/documents/gaps/{table}.csv").status_code == 200


def test_the_assessor_has_no_gap_report(portfolio):
    assessment = make_submitted(portfolio)
    assessor = sign_in(Client(), make_grant(assessment).reader)
    base = f"/assessments/{assessment.pk}/documents/gaps/"
    assert assessor.get(base).status_code == 404
    assert assessor.get(f"{base}gaps.csv").status_code == 404
    assert assessor.post(f"{base}make/").status_code == 404
    assert not KINDS["gaps"].is_issued


@pytest.mark.parametrize(("standard", "size"), [("small", 3), ("cse", 300)])
def test_the_report_costs_the_same_at_any_size(standard, size, django_assert_num_queries):
    edition: Edition = load_cse() if standard == "cse" else make_standard()
    portfolio = make_portfolio(standard=edition)
    fill(portfolio, size, list(edition.elements.all()))
    pk = make_assessment(portfolio).pk
    assessment = Assessment.objects.select_related(
        "portfolio__service__organisation", "portfolio__standard", "edition", "snapshot"
    ).get(pk=pk)
    with django_assert_num_queries(8):
        assert len(gaps_of(assessment).under_review) == edition.elements.count()
