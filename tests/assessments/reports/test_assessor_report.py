"""What the assessor's report says: from the data, and in the assessor's own words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import HistoryEntry, HistoryText
from assessments.actions import (
    ReportTextMoved,
    accept_answer,
    complete_assessment,
    write_report_text,
)
from assessments.models import Assessment, ReportText
from assessments.reports.builders import build_assessor
from assessments.reports.builders.words.prose import british
from assessments.reports.kinds import KINDS
from assessments.transitions import NotPossibleNow
from evidence.actions import record_reading
from evidence.models import SnapshotLink
from tests.builders.assessments import (
    answer_request,
    make_assessment,
    make_assessor,
    make_completed,
    make_grant,
    make_request,
    make_submitted,
    rate,
    rating_of,
    self_assess_all,
    submit,
)
from tests.builders.evidence import make_item, make_link, make_portfolio, make_version
from tests.builders.standards import load_cse, load_themes

pytestmark = pytest.mark.django_db


def report_of(assessment: Assessment):
    return build_assessor(
        Assessment.objects.select_related(
            "portfolio__service__organisation", "portfolio__standard", "edition", "snapshot"
        ).get(pk=assessment.pk)
    )


def part(report, name: str) -> str:
    return next(each.text for each in report.passages if each.part == name)


def write(assessment: Assessment, name: str, text: str, revision: int = 0, by=None) -> ReportText:
    return write_report_text(
        assessment=assessment,
        part=name,
        name=name.capitalize(),
        text=text,
        revision=revision,
        by=by or make_assessor("Helen Whitworth"),
    )


@pytest.fixture
def submitted(portfolio) -> Assessment:
    return make_submitted(portfolio, label="Full assessment 2026", reference="CSE-1")


@pytest.fixture
def cse(db) -> Assessment:
    """The real standard, submitted, with every element rated compliant."""
    assessment = make_submitted(make_portfolio(standard=load_cse()))
    rate_all(assessment, "compliant")
    return assessment


def rate_all(assessment: Assessment, rating: str, codes: tuple[str, ...] = ()) -> None:
    rows = assessment.elements.all()
    if codes:
        rows = rows.filter(element__code__in=codes)
    rows.update(rating=assessment.edition.ratings.get(code=rating))


def test_before_anything_is_typed_every_part_that_can_be_written_is(submitted):
    rate(submitted, "1.1.1")
    texts = {each.part: each.text for each in report_of(submitted).passages}
    assert list(texts) == [
        *("introduction", "method", "strengths", "criterion-1", "conclusion", "recommendation")
    ]
    assert all(text for name, text in texts.items() if name != "recommendation")
    assert "3 elements in 1 criterion. All of them are under review" in texts["introduction"]
    assert "- Nearly met: Nearly met, in the words of this standard." in texts["method"]
    assert "at most 1 element is Not yet met" in texts["method"]
    assert "No day of a site visit is recorded." in texts["method"]
    assert "Rated: 1 Met. Still to be rated: 2." in texts["criterion-1"]


def test_what_was_read_and_asked_for_is_counted(submitted):
    first, last = (timezone.localdate() + timedelta(days=days) for days in (-9, 20))
    reader = make_grant(submitted, starts_on=first, ends_on=last).reader
    item = make_item(submitted.portfolio)
    version = make_version(item)
    link = make_link(submitted.portfolio, item)
    request = make_request(submitted, by=reader)
    answer_request(request, links=[link])
    for by in (reader, reader, make_assessor()):
        record_reading(
            version=version,
            by=by,
            portfolio=submitted.portfolio,
            element_code="1.1.1",
            assessment_id=submitted.pk,
        )
    report = report_of(submitted)
    facts = {fact.label: fact.value for fact in report.key_facts}
    assert facts["Desktop review"] == f"Access from {british(first)} to {british(last)}"
    assert facts["Requests for evidence"] == "1"
    assert facts["Reference"] == "CSE-1"
    days = f"from {british(first)} to {british(last)}"
    assert f"read in a desktop review, {days}." in part(report, "method")
    assert "asked for further evidence once" in part(report, "method")
    assert f"1 item was added on request: {item.code}." in part(report, "method")
    accept_answer(request=request, by=reader)
    for code in ("1.1.1", "1.1.2", "1.1.3"):
        rate(submitted, code, by=reader)
    complete_assessment(assessment=submitted, by=reader, statement="Well done.")
    assert "1 of 1 items were opened in the portal" in part(report_of(submitted), "method")


def test_gaps_stand_with_their_reason_under_key_information_and_not_on_the_cover(portfolio):
    assessment = submit(make_assessment(portfolio), gaps_reason="The rest follows at the visit.")
    report = report_of(assessment)
    labels = [fact.label for fact in report.facts]
    assert "Submitted with gaps" not in labels
    facts = {fact.label: fact.value for fact in report.key_facts}
    assert "The rest follows at the visit." in facts["Submitted with gaps"]


def test_what_is_not_applicable_is_named_with_the_reason_that_was_agreed(cse):
    row = cse.elements.get(element__code="3.3.3")
    row.rating = rating_of(cse, "not-applicable")
    row.finding = "There are no counters."
    row.save()
    report = report_of(cse)
    assert "1 element does not apply to the service" in part(report, "method")
    assert "- 3.3.3: There are no counters." in part(report, "method")
    assert ("Not applicable", "3.3.3") in [(f.label, f.value) for f in report.key_facts]


def test_strengths_are_named_with_their_comment_and_else_the_best_rated(cse):
    rate_all(cse, "compliance-plus", ("2.1.1",))
    assert "Rated Compliance Plus: 2.1.1." in part(report_of(cse), "strengths")
    cse.elements.filter(element__code="1.1.1").update(is_strength=True, finding="Known\nby name.")
    report = report_of(cse)
    assert "- 1.1.1: Known by name." in part(report, "strengths")
    assert "Strengths: 1.1.1." in part(report, "criterion-1")


def test_what_is_carried_forward_and_what_moved_since_the_visit_before_is_said(portfolio):
    make_completed(portfolio, {"1.1.1": "nearly"}, label="First visit")
    second = make_submitted(portfolio, kind="annual-review-1", under_review=["1.1.1", "1.1.2"])
    rate(second, "1.1.1", "met")
    rate(second, "1.1.2", "unmet")
    text = part(report_of(second), "introduction")
    assert "2 of them are under review at this visit. 1 rating is carried forward from" in text
    assert "The rule for passing was met at the visit before, First visit." in text
    assert "1 rating is better than it was then (1.1.1)." in text
    assert "1 rating is worse than it was then (1.1.2)." in text


@pytest.mark.parametrize(
    ("ratings", "standing", "recommended", "reasons"),
    [
        ({}, "Standard met", "be awarded to", ()),
        ({"partial": ("1.1.1", "1.1.2")}, "Standard met", "be awarded to", ()),
        (
            {"partial": ("1.1.1", "1.1.2", "1.1.3")},
            "Standard not met",
            "not be awarded to",
            ("Criterion 1 has 3 partials, 2 are allowed: 1.1.1, 1.1.2, 1.1.3",),
        ),
        (
            {"non-compliant": ("5.3.3",)},
            "Standard not met",
            "not be awarded to",
            ("1 element is not met, none allowed: 5.3.3",),
        ),
        (None, "Standard not met as it stands", "Nothing can be recommended", ()),
    ],
)
def test_the_recommendation_is_that_of_the_outcome(cse, ratings, standing, recommended, reasons):
    is_unrated = ratings is None
    for code, elements in ({"non-compliant": ("1.1.1",)} if is_unrated else ratings).items():
        rate_all(cse, code, elements)
    if is_unrated:
        cse.elements.filter(element__code="5.3.3").update(rating=None)
    write(cse, "recommendation", "Award it all the same.")
    report = report_of(cse)
    assert report.standing == standing
    assert recommended in report.recommended
    assert ("not be awarded" in report.recommended) == (standing == "Standard not met")
    assert part(report, "recommendation") == "Award it all the same."
    for reason in reasons:
        assert f"- {reason}" in part(report, "conclusion")


@pytest.mark.parametrize(
    ("rating", "recommended"),
    [("met", "continue to hold Small Standard."), ("unmet", "not continue to hold")],
)
def test_a_review_is_about_keeping_what_is_held(portfolio, rating, recommended):
    make_completed(portfolio)
    review = make_submitted(portfolio, kind="annual-review-1")
    rate_all(review, rating)
    report = report_of(review)
    assert recommended in report.recommended
    if rating == "met":
        assert "The next visit of the scheme: Second annual review." in part(
            report, "recommendation"
        )
    else:
        assert "3 elements are not met, 1 allowed" in part(report, "recommendation")


def test_levels_and_ratings_are_called_as_the_standard_calls_them():
    assessment = make_submitted(make_portfolio(standard=load_themes()))
    rate_all(assessment, "met")
    report = report_of(assessment)
    said = "\n".join(each.text for each in report.passages) + report.recommended
    assert "3 grades in 1 theme" in said
    assert "Each grade is judged" in said
    for word in ("element", "criteri", "Compliant", "CSE", "Customer Service"):
        assert word not in said


def test_the_assessors_words_stand_in_place_of_those_from_the_data(submitted):
    write(submitted, "method", "I came by ferry.")
    report = report_of(submitted)
    assert part(report, "method") == "I came by ferry."
    assert report.method.is_own
    assert not report.introduction.is_own


def test_going_back_to_the_data_keeps_the_words_aside(submitted):
    row = write(submitted, "method", "I came by ferry.")
    row = write(submitted, "method", "", row.revision)
    assert (row.text, row.set_aside) == ("", "I came by ferry.")
    assert "No day of a site visit" in part(report_of(submitted), "method")


def test_whoever_saves_second_is_refused_and_told_what_is_there(submitted):
    write(submitted, "method", "First.")
    with pytest.raises(ReportTextMoved) as moved:
        write(submitted, "method", "Second.", revision=0)
    assert moved.value.current.text == "First."
    assert ReportText.objects.get().text == "First."


def test_the_history_says_how_much_was_written_and_not_what(submitted):
    row = write(submitted, "method", "I came by ferry.")
    write(submitted, "method", "I came.", row.revision)
    entries = HistoryEntry.objects.filter(verb="assessments.report_written").order_by("sequence")
    words = HistoryText.objects.get(entry_sequence=entries[1].sequence).words
    assert (words["before"], words["after"]) == (4, 2)
    assert "ferry" not in str(words)


def test_the_report_is_written_while_the_assessor_has_it_and_not_after_signing(portfolio):
    preparing = make_assessment(portfolio)
    with pytest.raises(NotPossibleNow):
        write(preparing, "method", "Too early.")
    self_assess_all(preparing)
    assessment = submit(preparing)
    assessor = make_assessor()
    for code in ("1.1.1", "1.1.2", "1.1.3"):
        rate(assessment, code, by=assessor)
    write(assessment, "method", "In time.")
    complete_assessment(assessment=assessment, by=assessor, statement="Well done.")
    with pytest.raises(NotPossibleNow):
        write(assessment, "method", "Too late.", revision=1)
    report = report_of(assessment)
    assert part(report, "method") == "In time."
    assert report.signed_by == str(assessor)


def test_the_tables_are_the_compliance_table_and_the_areas_for_improvement(submitted):
    rate(submitted, "1.1.2", "nearly", "Ask the islands too.")
    elements, improvements = KINDS["assessor"].tables(report_of(submitted))
    assert [row[0] for row in elements.rows] == ["1.1.1", "1.1.2", "1.1.3"]
    assert improvements.rows == (("1.1.2", "Nearly met", "Ask the islands too.", "", None),)


@pytest.mark.parametrize("size", [20, 400])
def test_a_report_takes_at_most_fifteen_statements(portfolio, size, django_assert_max_num_queries):
    make_completed(portfolio)
    assessment = make_submitted(portfolio, kind="annual-review-1")
    assessor = make_grant(assessment).reader
    rows = assessment.elements.select_related("element")
    items = [make_item(portfolio) for _number in range(3)]
    SnapshotLink.objects.bulk_create(
        SnapshotLink(
            snapshot=assessment.snapshot,
            element=row.element,
            item=items[number % 3],
            code=f"CSS{number}",
            title=f"Evidence {number}",
            scope="service",
            status="new",
            position=number + 1,
            added_on_request=True,
            added_at=timezone.now() + timedelta(seconds=number),
            version=make_version(items[number % 3]),
        )
        for number in range(size // 20)
        for row in rows
    )
    for code in ("1.1.1", "1.1.2", "1.1.3"):
        rate(assessment, code, by=assessor)
    write(assessment, "method", "Mine.")
    complete_assessment(assessment=assessment, by=assessor)
    fresh = Assessment.objects.select_related(
        "portfolio__service__organisation", "portfolio__standard", "edition", "snapshot"
    ).get(pk=assessment.pk)
    with django_assert_max_num_queries(15):
        report = build_assessor(fresh)
    assert report.tally.citations >= size // 20
