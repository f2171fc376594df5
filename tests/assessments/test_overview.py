"""The element overview and the start page, as their readers see them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from assessments.actions import return_assessment
from evidence.actions import withdraw_grant
from evidence.models import EvidenceItem
from tests.builders.assessments import (
    fill,
    make_assessment,
    make_assessor,
    make_completed,
    make_grant,
    make_submitted,
    make_whole,
    rate,
    self_assess,
    self_assess_all,
)
from tests.builders.evidence import make_item, make_link, make_portfolio, make_version
from tests.builders.people import make_membership, make_service, make_user, sign_in
from tests.builders.standards import load_cse, load_themes

pytestmark = pytest.mark.django_db

# Session, person, portfolio, memberships, assessment, elements with their links counted,
# ratings, and the evidence counted.
OVERVIEW = 8
# Session, person, memberships, portfolios, services without one, access, assessments.
HOME = 8


@pytest.mark.parametrize("items", [1, 150, 1500])
def test_the_overview_of_57_elements_costs_the_same_at_any_size(items, django_assert_num_queries):
    portfolio = make_portfolio(standard=load_cse())
    fill(portfolio, items, list(portfolio.standard.editions.get().elements.all()))
    make_assessment(portfolio)
    client = sign_in(Client(), make_user(Role.MANAGER, portfolio.service))
    address = f"/services/{portfolio.service.slug}/cse/"
    for query, cost in (("", OVERVIEW), ("?view=table", OVERVIEW), ("?show=evidence", 7)):
        with django_assert_num_queries(cost):
            response = client.get(address + query)
        assert response.content.decode().count("/cse/elements/") >= 57


def test_without_an_assessment_it_costs_no_more(as_manager, base, django_assert_num_queries):
    with django_assert_num_queries(OVERVIEW):
        as_manager.get(f"{base}/")


def test_a_stranger_finds_nothing_and_a_reader_of_the_council_reads(
    as_stranger, as_governance, as_administrator, base
):
    assert as_stranger.get(f"{base}/").status_code == 404
    assert as_governance.get(f"{base}/").status_code == 200
    assert as_administrator.get(f"{base}/").status_code == 200


def test_an_assessor_with_access_reads_at_the_desk_and_not_here(portfolio, base):
    grant = make_grant(make_submitted(portfolio))
    assert sign_in(Client(), grant.reader).get(f"{base}/").status_code == 404


def test_without_an_assessment_the_board_shows_evidence_and_the_manager_may_open_one(
    portfolio, base, as_manager, as_officer, words
):
    make_link(portfolio)
    page = words(as_manager.get(f"{base}/"))
    assert "No assessment is open" in page
    assert "Open an assessment" in page
    assert "1.1.1 We do what 1.1.1 asks. Evidence: 1 service, 0 corporate" in page
    assert "If the visit were today" not in page
    assert "A manager of the service opens the next one." in words(as_officer.get(f"{base}/"))


def test_tiles_say_rating_review_and_evidence(portfolio, base, as_officer, words):
    make_link(portfolio)
    assessment = make_assessment(portfolio, under_review=["1.1.1"])
    self_assess(assessment, rating="nearly")
    page = words(as_officer.get(f"{base}/"))
    assert "Nearly met. under review. Evidence: 1 service, 0 corporate" in page
    assert "1.1.2 We do what 1.1.2 asks. Not rated. No evidence" in page


def test_the_board_marks_stale_evidence_and_shows_how_old_it_is(portfolio, base, as_officer):
    today = timezone.localdate()
    facts = [
        {"covers_to": today - timedelta(days=30)},
        {"produced_on": today - timedelta(days=500)},
        {"covers_to": today - timedelta(days=900)},
        {"covers_to": today - timedelta(days=2000), "checked_on": today},
        {"covers_to": today - timedelta(days=2000)},
        {"review_by": today - timedelta(days=1)},
        {"review_by": today + timedelta(days=9)},
        {},
    ]
    for at, dates in enumerate(facts):
        item = make_item(portfolio)
        EvidenceItem.objects.filter(pk=item.pk).update(**dates)
        make_link(portfolio, item, "1.1.1" if at < 4 else "1.1.2")
    response = as_officer.get(f"{base}/")
    assert [(bar["count"], bar["kind"]) for bar in response.context["age_bars"]] == [
        *((2, ""), (1, ""), (1, "")),
        *((1, "checked"), (2, "stale"), (1, "undated")),
    ]
    page = response.content.decode()
    assert "Evidence: 4 service, 0 corporate, 2 stale" in page
    assert "Evidence: 4 service, 0 corporate<" in page
    assert f'{base}/evidence/?age=stale">2 stale</a>' in page
    element = as_officer.get(f"{base}/elements/1.1.2/").content.decode()
    assert element.count("cse-tag--stale") == 2 and element.count("cse-tag--no-file") == 4
    make_version(item=EvidenceItem.objects.get(review_by=today - timedelta(days=1)))
    element = as_officer.get(f"{base}/elements/1.1.2/").content.decode()
    assert element.count("cse-tag--stale") == 2 and element.count("cse-tag--no-file") == 3


def test_the_board_shows_ratings_once_the_assessor_gives_them(portfolio, base, as_officer, words):
    assessment = make_submitted(portfolio)
    rate(assessment, rating="unmet")
    assert "Not yet met. under review" in words(as_officer.get(f"{base}/"))
    own = words(as_officer.get(f"{base}/?show=self-rating"))
    assert "Not yet met. under review" not in own


def test_an_unknown_mode_shows_the_usual_one(portfolio, base, as_officer):
    make_assessment(portfolio)
    response = as_officer.get(f"{base}/?show=%27nonsense")
    assert response.status_code == 200
    assert b'?show=self-rating" aria-current="true"' in response.content


def test_what_is_not_under_review_keeps_its_rating_on_the_board(portfolio, base, as_officer, words):
    make_completed(portfolio, {"1.1.2": "unmet"})
    make_assessment(portfolio, under_review=["1.1.1"])
    assert "1.1.2 We do what 1.1.2 asks. Not yet met. No evidence" in words(
        as_officer.get(f"{base}/")
    )


def test_the_table_names_every_element_with_both_ratings(portfolio, base, as_officer, words):
    assessment = make_assessment(portfolio)
    self_assess(assessment, rating="nearly")
    page = words(as_officer.get(f"{base}/?view=table"))
    assert "1.1.1 We do what 1.1.1 asks. ~ Nearly met Not rated 0 0 Under review" in page
    assert "No evidence yet" in page


def test_the_words_of_another_standard_name_its_levels(words):
    portfolio = make_portfolio(standard=load_themes())
    make_assessment(portfolio)
    client = sign_in(Client(), make_user(Role.MANAGER, portfolio.service))
    page = words(client.get(f"/services/{portfolio.service.slug}/themes/"))
    assert "Grade overview" in page
    assert "3 grades without a self-rating" in page
    assert "Element" not in page


def test_next_is_first_to_rate_then_to_add_evidence_then_to_submit(
    portfolio, base, as_officer, as_manager, words
):
    assessment = make_assessment(portfolio)
    self_assess(assessment, "1.1.1")
    assert "Next 2 elements without a self-rating Start with 1.1.2." in words(
        as_officer.get(f"{base}/")
    )
    self_assess_all(assessment)
    assert "Next 3 elements without evidence" in words(as_officer.get(f"{base}/"))
    make_whole(assessment)
    assert "A manager of the service submits it." in words(as_officer.get(f"{base}/"))
    assert f"{base}/assessment/submit/" in as_manager.get(f"{base}/").content.decode()


def test_what_would_fail_the_visit_comes_first(portfolio, base, as_officer, words):
    assessment = make_assessment(portfolio)
    self_assess(assessment, "1.1.2", "unmet")
    self_assess(assessment, "1.1.3", "unmet")
    page = words(as_officer.get(f"{base}/"))
    assert "2 ratings would fail the visit" in page
    assert "Open 1.1.2" in page
    assert "it would not pass" in page


def test_too_many_partials_are_said_of_their_criterion(words):
    portfolio = make_portfolio(standard=load_cse())
    assessment = make_assessment(portfolio)
    for code in ("2.1.1", "2.1.2", "2.1.3"):
        self_assess(assessment, code, "partial")
    client = sign_in(Client(), make_user(Role.OFFICER, portfolio.service))
    page = words(client.get(f"/services/{portfolio.service.slug}/cse/"))
    assert "Criterion 2 is over the limit" in page
    assert "3 of 2, over the limit" in page
    assert "Open 2.1.1" in page


def test_a_returned_assessment_says_why(portfolio, base, as_officer, words):
    assessment = make_submitted(portfolio)
    return_assessment(assessment=assessment, reason="Say where to look", by=make_assessor())
    page = words(as_officer.get(f"{base}/"))
    assert "The assessor returned the assessment Say where to look" in page


def test_after_submission_the_service_sees_how_far_the_assessor_is(
    portfolio, base, as_officer, words
):
    assessment = make_submitted(portfolio)
    assert "The assessor has not rated anything yet." in words(as_officer.get(f"{base}/"))
    rate(assessment)
    assert "1 of 3 elements rated." in words(as_officer.get(f"{base}/"))


def test_a_reader_is_not_told_to_do_what_they_may_not(portfolio, base, as_governance, words):
    make_assessment(portfolio)
    page = words(as_governance.get(f"{base}/"))
    assert "0 of 3 elements under review have a self-rating." in page
    assert "Rate 1.1.1" not in page


def test_the_evidence_is_counted(portfolio, base, as_officer, words):
    item = make_item(portfolio)
    make_version(item)
    make_link(portfolio, item, "1.1.1")
    make_link(portfolio, item, "1.1.2")
    make_link(portfolio, make_item(portfolio, corporate=True, number=4), "1.1.1")
    make_item(portfolio, corporate=True, number=5)
    page = words(as_officer.get(f"{base}/"))
    assert (
        "2 items Evidence in numbers Service items 1 Corporate items cited 1 "
        "Links to elements 3 Items without a file 1" in page
    )


def test_one_service_leads_straight_to_its_overview(as_officer, base):
    assert as_officer.get("/").headers["Location"] == f"{base}/"


def test_several_services_are_listed_with_how_each_stands(portfolio, words):
    person = make_user(Role.OFFICER, portfolio.service)
    other = make_portfolio(make_service(name="Roads"))
    make_membership(person, Role.MANAGER, other.service)
    assessment = make_assessment(other, label="Full assessment 2027")
    self_assess(assessment)
    page = words(sign_in(Client(), person).get("/"))
    assert "Roads Small Standard Full assessment 2027 Preparing 1 of 3 self-rated." in page
    assert f"{portfolio.service.name} Small Standard No assessment yet" in page


def test_an_administrator_sees_every_service_of_the_council_and_no_other(
    portfolio, as_administrator, words
):
    make_service(portfolio.service.organisation, "Libraries", prefix="LIB")
    elsewhere = make_portfolio()
    page = words(as_administrator.get("/"))
    assert portfolio.service.name in page
    assert "Libraries No evidence for any standard yet" in page
    assert elsewhere.service.name not in page


def test_an_assessor_sees_what_was_granted_and_how_long_it_lasts(words):
    today = timezone.localdate()
    grant = make_grant(make_submitted(label="Full 2027"), ends_on=today + timedelta(days=3))
    reader = grant.reader
    make_grant(make_assessment(label="Not yet sent"), reader)
    soon = make_assessment(label="Later")
    make_grant(soon, reader, starts_on=today + timedelta(days=2))
    withdraw_grant(grant=make_grant(make_submitted(label="Gone"), reader), by=reader)
    response = sign_in(Client(), reader).get("/")
    page = words(response)
    assert "Full 2027 Submitted 3 days left" in page
    assert "Not yet sent Not submitted yet 30 days left" in page
    assert "Gone Submitted Ended" in page
    assert "Later Not submitted yet Begins on" in page
    assert f"/assessments/{soon.pk}/" not in response.content.decode()


def test_a_person_without_any_role_is_told_whom_to_ask(words):
    page = words(sign_in(Client(), make_user()).get("/"))
    assert "You have no role here yet" in page


def test_the_start_page_costs_the_same_for_many_services(portfolio, django_assert_num_queries):
    person = make_user(Role.ADMINISTRATOR, portfolio.service.organisation)
    client = sign_in(Client(), person)
    organisation = portfolio.service.organisation
    for number in range(10):
        service = make_service(organisation, f"Service {number} of ten", prefix=f"S{number}")
        make_assessment(make_portfolio(service))
    with django_assert_num_queries(HOME):
        client.get("/")


def test_nobody_reads_anything_without_signing_in(portfolio, base, client):
    for address in ("/", f"{base}/"):
        assert client.get(address).headers["Location"].startswith("/account/login/")
