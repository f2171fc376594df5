"""A visit is signed and closed, and taken up again."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import HistoryEntry, HistoryText
from assessments.actions import (
    change_improvement,
    complete_assessment,
    reopen_assessment,
    report_progress,
)
from assessments.models import Assessment, Improvement
from assessments.transitions import NotPossibleNow
from evidence.actions import archive_link, link_evidence, move_link
from evidence.enums import LinkStatus
from tests.builders.assessments import (
    make_assessment,
    make_assessor,
    make_completed,
    make_submitted,
    rate,
    row_of,
    self_assess,
)
from tests.builders.evidence import make_item, make_link, make_portfolio
from tests.builders.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio():
    return make_portfolio()


def rated(portfolio, **by_code):
    """Submitted and rated in full; `by_code` as e111="partial"."""
    assessment = make_submitted(portfolio)
    assessor = make_assessor("Ailsa Murdoch")
    for code in assessment.elements.values_list("element__code", flat=True):
        rating = by_code.get("e" + code.replace(".", ""), "met")
        rate(assessment, code, rating, f"Comment on {code}", by=assessor)
    return Assessment.objects.get(pk=assessment.pk), assessor


def fresh(assessment):
    return Assessment.objects.get(pk=assessment.pk)


def listed(portfolio, code="1.1.1", status=LinkStatus.NEW):
    links = portfolio.links.filter(element__code=code).printed_in(status)
    return [link.item.title for link in links]


def words_of(assessment, verb):
    entry = HistoryEntry.objects.filter(assessment_id=assessment.pk, verb=verb).latest("sequence")
    return HistoryText.objects.get(pk=entry.sequence).words


def test_the_assessor_signs_with_name_day_and_statement(portfolio):
    assessment, assessor = rated(portfolio)
    complete_assessment(
        assessment=assessment, by=assessor, name="A. Murdoch", statement="A good service."
    )
    signed = fresh(assessment)
    assert (signed.signed_name, signed.statement) == ("A. Murdoch", "A good service.")
    assert signed.signed_on is not None
    assert words_of(assessment, "assessments.completed")["statement"] == "A good service."


def test_nobody_completes_without_signing(portfolio):
    assessment, assessor = rated(portfolio)
    with pytest.raises(NotPossibleNow, match="Sign with your name"):
        complete_assessment(assessment=assessment, by=assessor, name="  ")
    assert fresh(assessment).state == "assessing"


def test_a_completed_assessment_is_locked_for_every_writer(portfolio):
    assessment, assessor = rated(portfolio)
    complete_assessment(assessment=assessment, by=assessor)
    with pytest.raises(NotPossibleNow, match="between submission and completion"):
        rate(assessment, "1.1.1", "nearly")
    with pytest.raises(NotPossibleNow, match="no longer be changed"):
        self_assess(assessment, "1.1.1", "nearly")
    with pytest.raises(NotPossibleNow):
        complete_assessment(assessment=assessment, by=assessor)


def test_partials_not_met_and_areas_for_improvement_become_improvements(portfolio):
    assessment, assessor = rated(portfolio, e111="nearly", e112="unmet")
    owner = make_user(Role.OFFICER, portfolio.service)
    assessment.elements.filter(element__code="1.1.1").update(owner=owner)
    assessment.elements.filter(element__code="1.1.3").update(is_improvement=True)
    complete_assessment(assessment=assessment, by=assessor)
    made = {each.row.element.code: each for each in Improvement.objects.all()}
    assert {code: each.origin for code, each in made.items()} == {
        "1.1.1": "partial",
        "1.1.2": "not-met",
        "1.1.3": "area",
    }
    assert (made["1.1.1"].text, made["1.1.1"].owner) == ("Comment on 1.1.1", owner)
    assert made["1.1.2"].owner is None


def test_what_is_not_under_review_leaves_no_improvement_twice(portfolio):
    make_completed(portfolio, {"1.1.1": "nearly"})
    again = make_submitted(portfolio, under_review=["1.1.2"])
    assessor = make_assessor()
    rate(again, "1.1.2", by=assessor)
    complete_assessment(assessment=again, by=assessor)
    assert Improvement.objects.count() == 1


def test_opened_again_the_accepted_links_are_new_at_their_old_place(portfolio):
    for title in ("First", "Second", "Third"):
        make_link(portfolio, make_item(portfolio, title))
    assessment, assessor = rated(portfolio)
    late = make_link(portfolio, make_item(portfolio, "Late"))
    complete_assessment(assessment=assessment, by=assessor)
    assert listed(portfolio, status=LinkStatus.ACTIVE) == ["First", "Second", "Third"]
    assert listed(portfolio) == ["Late"]
    reopen_assessment(assessment=fresh(assessment), reason="A slip in 1.1.1", by=assessor)
    assert listed(portfolio) == ["First", "Second", "Third", "Late"]
    assert listed(portfolio, status=LinkStatus.ACTIVE) == []
    late.refresh_from_db()
    assert late.position == 4


def test_opened_again_what_was_active_before_stays_active(portfolio):
    before = make_link(portfolio, make_item(portfolio, "Long since"), status=LinkStatus.ACTIVE)
    make_link(portfolio, make_item(portfolio, "This year"))
    gone = make_link(portfolio, make_item(portfolio, "Gone"))
    assessment, assessor = rated(portfolio)
    complete_assessment(assessment=assessment, by=assessor)
    gone.refresh_from_db()
    archive_link(link=gone, reason="Replaced", by=assessor)
    reopen_assessment(assessment=fresh(assessment), reason="A slip", by=assessor)
    assert listed(portfolio, status=LinkStatus.ACTIVE) == ["Long since"]
    assert listed(portfolio) == ["This year"]
    gone.refresh_from_db()
    before.refresh_from_db()
    assert (gone.status, gone.accepted_in, before.position) == (LinkStatus.ARCHIVED, None, 1)


def test_opened_again_corporate_evidence_keeps_its_place(portfolio):
    officer = make_user(Role.OFFICER, portfolio.service)
    element = make_link(portfolio).element
    link = link_evidence(
        portfolio=portfolio,
        element=element,
        item=make_item(portfolio, "Charter", corporate=True),
        status=LinkStatus.NEW,
        by=officer,
    )
    assessment, assessor = rated(portfolio)
    complete_assessment(assessment=assessment, by=assessor)
    link.refresh_from_db()
    assert link.status == LinkStatus.ACTIVE
    reopen_assessment(assessment=fresh(assessment), reason="A slip", by=assessor)
    link.refresh_from_db()
    assert (link.status, link.position) == (LinkStatus.NEW, 1)


def test_completed_again_after_that_everything_is_done_anew(portfolio):
    for title in ("First", "Second"):
        link = make_link(portfolio, make_item(portfolio, title))
    assessment, assessor = rated(portfolio, e111="nearly")
    complete_assessment(assessment=assessment, by=assessor, statement="Once")
    reopen_assessment(assessment=fresh(assessment), reason="A slip", by=assessor)
    open_again = fresh(assessment)
    assert (open_again.state, open_again.signed_name, open_again.reopen_reason) == (
        "assessing",
        "",
        "A slip",
    )
    assert open_again.statement == "Once"  # to be signed anew
    assert Improvement.objects.count() == 0
    move_link(link=link, position=1, by=assessor)
    rate(assessment, "1.1.1", "unmet", by=assessor)
    complete_assessment(assessment=open_again, by=assessor, statement="Twice")
    assert listed(portfolio, status=LinkStatus.ACTIVE) == ["Second", "First"]
    assert [each.origin for each in Improvement.objects.all()] == ["not-met"]
    assert fresh(assessment).reopen_reason == ""
    assert words_of(assessment, "assessments.reopened")["before"]["statement"] == "Once"


def test_opened_again_improvements_that_were_worked_on_stay(portfolio):
    assessment, assessor = rated(portfolio, e111="nearly", e112="nearly")
    complete_assessment(assessment=assessment, by=assessor)
    worked_on = Improvement.objects.get(row__element__code="1.1.1")
    officer = make_user(Role.OFFICER, portfolio.service)
    report_progress(
        improvement=worked_on, revision=0, text="Asked the islands", progress="under-way",
        by=officer,
    )  # fmt: skip
    reopen_assessment(assessment=fresh(assessment), reason="A slip", by=assessor)
    assert list(Improvement.objects.all()) == [worked_on]
    complete_assessment(assessment=fresh(assessment), by=assessor)
    assert Improvement.objects.count() == 2
    assert Improvement.objects.get(pk=worked_on.pk).progress == "under-way"


def test_a_reopening_needs_a_reason_and_comes_before_the_next_visit(portfolio):
    assessment, assessor = rated(portfolio)
    complete_assessment(assessment=assessment, by=assessor)
    with pytest.raises(NotPossibleNow, match="Say why you open"):
        reopen_assessment(assessment=assessment, reason=" ", by=assessor)
    make_assessment(portfolio)
    with pytest.raises(NotPossibleNow, match="later assessment"):
        reopen_assessment(assessment=assessment, reason="A slip", by=assessor)
    assert fresh(assessment).state == "completed"


@pytest.mark.parametrize("links", [2, 12])
def test_an_opened_assessment_costs_the_same_for_more_links(portfolio, links):
    for _ in range(links):
        make_link(portfolio)
    assessment, assessor = rated(portfolio)
    complete_assessment(assessment=assessment, by=assessor)
    with CaptureQueriesContext(connection) as asked:
        reopen_assessment(assessment=fresh(assessment), reason="A slip", by=assessor)
    assert len(asked) < 40


def test_changing_an_improvement_keeps_what_it_was_in_the_history(portfolio):
    assessment, assessor = rated(portfolio, e111="nearly")
    complete_assessment(assessment=assessment, by=assessor)
    improvement = Improvement.objects.get()
    manager = make_user(Role.MANAGER, portfolio.service, name="Morag Stewart")
    change_improvement(
        improvement=improvement, revision=0, text="Weight replies", owner=manager,
        due_on=date(2027, 3, 1), by=manager,
    )  # fmt: skip
    told = words_of(assessment, "assessments.improvement_changed")
    assert told["before"]["text"] == "Comment on 1.1.1"
    assert told["after"] == {
        "text": "Weight replies",
        "owner": f"person {manager.pk}",
        "due_on": "2027-03-01",
    }
    assert row_of(assessment).finding == "Comment on 1.1.1"
