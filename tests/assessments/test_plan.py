"""The plan of visits: who sees it, who changes it, and opening by it."""

from datetime import date

import pytest

from accounts.enums import Role
from accounts.models import HistoryEntry
from assessments.actions import PlanMoved, drop_plan, plan_visit, version_of
from assessments.models import Assessment, PlannedVisit
from assessments.transitions import NotPossibleNow
from assessments.visit_plan import plan_of
from tests.builders.assessments import make_assessment, make_completed, row_of, submit
from tests.builders.evidence import make_portfolio
from tests.builders.people import make_user
from tests.builders.schemes import REMEDIAL
from tests.builders.standards import load_cse, make_standard

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(portfolio):
    return make_completed(
        portfolio, {"1.1.3": "nearly"}, label="Full 2025", visit_on=date(2025, 3, 1)
    )


def ticked(response) -> list[str]:
    form = response.context["form"]
    return sorted(code for name in form.choices_of for code in form[name].value())


def plan(portfolio, kind, *codes, by=None, **more):
    edition = portfolio.standard.editions.get(is_current=True)
    by = by or make_user(Role.MANAGER, portfolio.service, name="Ann Other")
    return plan_visit(
        portfolio=portfolio, edition=edition, kind=kind, under_review=codes, by=by, **more
    )


def test_everybody_who_reads_the_portfolio_sees_the_plan(
    base, full, as_officer, as_manager, as_administrator, as_governance, as_stranger, words
):
    for reader in (as_officer, as_manager, as_administrator, as_governance):
        page = words(reader.get(f"{base}/assessment/plan/"))
        assert "First annual review Proposed, 2 elements" in page
        assert "Full assessment Proposed, 3 elements" in page
        assert "1.1.3" in page and "Partial or not met last time" in page
    assert as_stranger.get(f"{base}/assessment/plan/").status_code == 404
    assert "Change First" not in words(as_officer.get(f"{base}/assessment/plan/"))
    assert as_officer.get(f"{base}/assessment/plan/annual-review-1/").status_code == 403
    assert as_manager.get(f"{base}/assessment/plan/full-of-beans/").status_code == 404


def test_the_proposal_is_ticked_and_a_manager_changes_it(portfolio, base, full, as_manager, words):
    address = f"{base}/assessment/plan/annual-review-1/"
    page = as_manager.get(address)
    assert ticked(page) == ["1.1.1", "1.1.3"]
    name = page.context["form"].choices_of[0]
    saved = as_manager.post(
        address, {"began": "", "visit_on": "14 May 2027", name: ["1.1.2"]}, follow=True
    )
    assert "2027 First annual review Planned, 1 elements" in words(saved)
    assert ticked(as_manager.get(f"{base}/assessment/open/")) == ["1.1.2"]
    planned = PlannedVisit.objects.get()
    assert planned.visit_on == date(2027, 5, 14)
    entry = HistoryEntry.objects.get(verb="assessments.visit_planned")
    assert entry.portfolio_id == portfolio.pk
    again = as_manager.post(address, {"proposal": "1", "began": version_of(planned)}, follow=True)
    assert "First annual review Proposed, 2 elements" in words(again)
    assert not PlannedVisit.objects.exists()


def test_a_later_visit_makes_room_for_what_was_moved_to_an_earlier_one(
    portfolio, base, full, as_officer
):
    plan(portfolio, "annual-review-1", "1.1.1", "1.1.2")
    columns = as_officer.get(f"{base}/assessment/plan/").context["plan"].columns
    assert [sorted(column.codes) for column in columns] == [
        ["1.1.1", "1.1.2"],
        ["1.1.3"],
        ["1.1.1", "1.1.2", "1.1.3"],
    ]
    assert [column.year for column in columns][1:] == [columns[0].year + 1, columns[0].year + 2]


def test_the_second_manager_keeps_both_choices(portfolio, base, full, as_manager, words):
    address = f"{base}/assessment/plan/annual-review-1/"
    name = as_manager.get(address).context["form"].choices_of[0]
    other = plan(portfolio, "annual-review-1", "1.1.2", "1.1.3")
    refused = as_manager.post(address, {"began": "", name: ["1.1.1", "1.1.3"]})
    assert refused.status_code == 409
    page = words(refused)
    assert "Somebody saved another choice while you were choosing" in page
    assert "We do what 1.1.1 asks. (ticked by you only)" in page
    assert "We do what 1.1.2 asks. (ticked in what was saved)" in page
    assert ticked(refused) == ["1.1.1", "1.1.3"]
    assert PlannedVisit.objects.get().revision == 1
    as_manager.post(address, {"began": version_of(other), name: ["1.1.1", "1.1.3"]})
    assert sorted(PlannedVisit.objects.get().elements.values_list("code", flat=True)) == [
        *("1.1.1", "1.1.3")
    ]


def test_the_proposal_is_not_taken_over_a_plan_that_was_not_seen(
    portfolio, base, full, as_manager, words
):
    plan(portfolio, "annual-review-1", "1.1.2")
    late = as_manager.post(
        f"{base}/assessment/plan/annual-review-1/", {"proposal": "1", "began": "7.7"}
    )
    assert late.status_code == 409 and ticked(late) == ["1.1.2"]
    assert "Somebody saved another plan in the meantime" in words(late)
    assert PlannedVisit.objects.exists()


def test_a_plan_that_was_dropped_and_made_anew_is_another(portfolio, full):
    manager = make_user(Role.MANAGER, portfolio.service)
    edition = full.edition
    first = version_of(plan(portfolio, "full", "1.1.1"))
    drop_plan(portfolio=portfolio, edition=edition, kind="full", by=manager, began=first)
    plan(portfolio, "full", "1.1.2")
    with pytest.raises(PlanMoved):
        plan(portfolio, "full", "1.1.3", began=first)


def test_a_plan_needs_a_visit_of_the_scheme_and_something_to_look_at(
    portfolio, base, full, as_manager, words
):
    with pytest.raises(NotPossibleNow, match="no such visit"):
        plan(portfolio, "inspection", "1.1.1")
    with pytest.raises(NotPossibleNow, match="choose at least one"):
        plan(portfolio, "full")
    page = as_manager.post(f"{base}/assessment/plan/annual-review-1/", {"began": ""})
    assert page.status_code == 422 and "Tick at least one of the elements" in words(page)


def test_opening_begins_from_the_plan_and_can_be_changed(portfolio, base, full, as_manager):
    planned = plan(portfolio, "annual-review-1", "1.1.2", visit_on=date(2027, 5, 14))
    page = as_manager.get(f"{base}/assessment/open/")
    form = page.context["form"]
    assert form.initial["label"] == "First annual review 2027"
    assert form.initial["visit_on"] == date(2027, 5, 14)
    visit = {
        "label": "Review",
        "kind": "annual-review-1",
        "covers": "choice",
        form.choices_of[0]: ["1.1.2", "1.1.3"],
    }
    as_manager.post(f"{base}/assessment/open/", visit)
    opened = Assessment.objects.get(label="Review")
    assert [row.element.code for row in opened.elements.filter(in_review=True)] == [
        *("1.1.2", "1.1.3")
    ]
    planned.refresh_from_db()
    assert planned.assessment == opened


def test_the_open_visit_is_the_first_of_the_plan_and_is_changed_there(
    portfolio, base, full, as_manager, words
):
    review = make_assessment(portfolio, kind="annual-review-1", under_review=["1.1.1"])
    page = as_manager.get(f"{base}/assessment/plan/")
    assert "First annual review Open now, 1 elements" in words(page)
    assert as_manager.get(f"{base}/assessment/plan/annual-review-1/").status_code == 404
    name = as_manager.get(f"{base}/assessment/coverage/").context["form"].choices_of[0]
    saved = as_manager.post(
        f"{base}/assessment/coverage/", {"began": "1.1.1", name: ["1.1.3"]}, follow=True
    )
    assert "Saved what is under review" in words(saved)
    assert row_of(review, "1.1.3").in_review and not row_of(review, "1.1.1").in_review
    late = as_manager.post(f"{base}/assessment/coverage/", {"began": "1.1.1", name: ["1.1.2"]})
    assert late.status_code == 409 and ticked(late) == ["1.1.2"]
    assert "(ticked in what was saved)" in words(late)


def test_after_submission_what_is_under_review_stays(portfolio, base, full, as_manager, words):
    review = make_assessment(portfolio, kind="annual-review-1", under_review=["1.1.1"])
    submit(review, gaps_reason="None of it is ready.")
    page = as_manager.get(f"{base}/assessment/coverage/", follow=True)
    assert "The assessment is submitted: nothing can be changed now." in words(page)


def test_only_a_manager_changes_what_is_under_review(portfolio, base, full, as_officer):
    make_assessment(portfolio, kind="annual-review-1", under_review=["1.1.1"])
    assert as_officer.get(f"{base}/assessment/coverage/").status_code == 403


def test_after_a_failure_the_remedial_visit_is_proposed_with_what_is_to_be_put_right(client):
    portfolio = make_portfolio(standard=make_standard("mended", cycle=REMEDIAL))
    make_completed(portfolio, {"1.1.2": "unmet", "1.1.3": "unmet"}, visit_on=date(2026, 3, 1))
    columns = plan_of(portfolio, portfolio.standard.editions.get()).columns
    assert [column.visit.kind for column in columns] == ["remedial", "review", "full"]
    assert columns[0].codes == {"1.1.2", "1.1.3"}
    opened = make_assessment(portfolio, kind="remedial", under_review=columns[0].codes)
    assert opened.kind_name == "Remedial visit"
    assert row_of(opened, "1.1.1").carried_from == "2026"


@pytest.mark.parametrize("standard", ["small", "cse"])
def test_the_plan_costs_the_same_at_any_size(standard, client, django_assert_num_queries):
    edition = load_cse() if standard == "cse" else make_standard()
    portfolio = make_portfolio(standard=edition)
    make_completed(portfolio, label="One", kind="full")
    make_completed(portfolio, label="Two", kind="annual-review-1")
    make_assessment(portfolio, kind="annual-review-2")
    plan(portfolio, "full", "1.1.1")
    client.force_login(make_user(Role.MANAGER, portfolio.service))
    with django_assert_num_queries(9):
        client.get(f"/services/{portfolio.service.slug}/{portfolio.standard.slug}/assessment/plan/")
