"""The element page of the service, and the self-assessment written on it."""

import re
from datetime import date

import pytest
from django.test import Client

from accounts.enums import Role
from assessments.actions import return_assessment
from criteria.actions import write_own_guidance
from criteria.queries import own_guidance
from tests.builders.assessments import (
    fill,
    make_assessment,
    make_assessor,
    make_completed,
    make_grant,
    make_submitted,
    rate,
    row_of,
    self_assess,
)
from tests.builders.evidence import element_of, make_item, make_link, make_portfolio, make_version
from tests.builders.people import make_organisation, make_team, make_user, sign_in
from tests.builders.standards import load_cse, load_themes
from tests.reading_costs import READING

pytestmark = pytest.mark.django_db

# Officers, who write; and managers, who also say whose it is.
ELEMENT, MANAGED = 12, 13


def send(client, base, code="1.1.1", **fields):
    usual = {"self_rating": "met", "commentary": "Every week.", "revision": "0"}
    return client.post(f"{base}/elements/{code}/self-assessment/", usual | fields)


@pytest.mark.parametrize("items", [1, 150, 1500])
def test_the_page_costs_the_same_at_any_size(items, django_assert_num_queries):
    portfolio = make_portfolio(standard=load_cse())
    make_team(portfolio.service)
    make_team(portfolio.service, "ICT", [(470, 480)])
    fill(portfolio, items, [element_of(portfolio)])
    make_completed(portfolio, label="Earlier", under_review=["1.1.1"])
    assessment = make_assessment(portfolio)
    make_item(portfolio, number=9999)
    for role, cost in ((Role.OFFICER, ELEMENT), (Role.MANAGER, MANAGED)):
        client = sign_in(Client(), make_user(role, portfolio.service))
        address = f"/services/{portfolio.service.slug}/cse/elements/1.1.1/"
        with django_assert_num_queries(cost + READING):
            client.get(address)
        with django_assert_num_queries(cost):
            client.get(address)
    self_assess(assessment, commentary="As CSS9999 and CSS9998 show.")
    with django_assert_num_queries(MANAGED + 1):
        client.get(f"/services/{portfolio.service.slug}/cse/elements/1.1.1/")


def test_it_shows_the_words_their_parts_and_which_items_are_for_which(
    portfolio, base, as_officer, words
):
    element = element_of(portfolio)
    item = make_item(portfolio, number=201)
    make_link(portfolio, item, clause=element.clauses.get(code="1.1.1.2"))
    page = words(as_officer.get(f"{base}/elements/1.1.1/"))
    assert "1.1.1 We do what 1.1.1 asks." in page
    assert "1.1.1.1 part 1 of 1.1.1 No evidence named" in page
    assert "1.1.1.2 part 2 of 1.1.1 CSS201" in page
    assert "Guidance: what to show Show how 1.1.1 is done." in page
    assert "1 of 3" in page


@pytest.mark.parametrize("has_assessment", [True, False])
def test_the_councils_own_guidance_stands_where_the_officer_rates(
    has_assessment, portfolio, base, as_officer, words
):
    if has_assessment:
        make_assessment(portfolio)
    council = portfolio.service.organisation
    admin = make_user(Role.ADMINISTRATOR, council)
    for text, organisation in (("Ask Calum.", council), ("Not ours.", make_organisation())):
        guidance = own_guidance(organisation, element_of(portfolio))
        write_own_guidance(guidance=guidance, text=text, revision=0, by=admin)
    page = words(as_officer.get(f"{base}/elements/1.1.1/"))
    assert f"Guidance of {council.name} Ask Calum." in page
    assert "Not ours." not in page
    assert "Change your own guidance" not in page
    page = words(sign_in(Client(), admin).get(f"{base}/elements/1.1.1/"))
    assert "Change your own guidance" in page
    assert "Ask Calum." not in words(as_officer.get(f"{base}/elements/1.1.2/"))


def test_the_assessor_reads_no_guidance_of_the_councils_own(portfolio):
    guidance = own_guidance(portfolio.service.organisation, element_of(portfolio))
    admin = make_user(Role.ADMINISTRATOR, portfolio.service.organisation)
    write_own_guidance(guidance=guidance, text="Ask Calum.", revision=0, by=admin)
    assessment = make_submitted(portfolio)
    assessor = make_assessor()
    make_grant(assessment, assessor)
    desk = sign_in(Client(), assessor).get(f"/assessments/{assessment.pk}/elements/1.1.1/")
    assert desk.status_code == 200
    assert "Ask Calum." not in desk.content.decode()


def test_previous_and_next_lead_through_the_standard(base, as_officer):
    page = as_officer.get(f"{base}/elements/1.1.2/").content.decode()
    assert f'href="{base}/elements/1.1.1/" rel="prev"' in page
    assert f'href="{base}/elements/1.1.3/" rel="next"' in page


def test_an_element_that_does_not_exist_and_a_strangers_look_are_the_same(
    base, as_officer, as_stranger
):
    assert as_officer.get(f"{base}/elements/9.9.9/").status_code == 404
    assert as_stranger.get(f"{base}/elements/1.1.1/").status_code == 404
    assert as_stranger.get(f"{base}/elements/9.9.9/").status_code == 404


def test_an_element_of_an_older_edition_is_not_shown_as_one_of_this_visit(
    portfolio, base, as_officer
):
    make_assessment(portfolio)
    assert as_officer.get(f"{base}/elements/1.1.9/").status_code == 404


def test_the_last_visit_shows_its_rating_and_comment(portfolio, base, as_officer, words):
    make_completed(portfolio, {"1.1.1": "nearly"}, visit_on=date(2025, 5, 16))
    make_assessment(portfolio)
    page = words(as_officer.get(f"{base}/elements/1.1.1/"))
    assert re.search(r"Last visit 2025 ~ Nearly met Seen and found good\.", page)


def test_what_is_carried_says_from_when(portfolio, base, as_officer, words):
    make_completed(portfolio, visit_on=date(2025, 5, 16))
    make_assessment(portfolio, under_review=["1.1.2"])
    assert "Carried from 2025" in words(as_officer.get(f"{base}/elements/1.1.1/"))


def test_what_is_missing_is_listed_as_steps(portfolio, base, as_officer, words):
    make_assessment(portfolio)
    page = words(as_officer.get(f"{base}/elements/1.1.1/"))
    assert "3 things to do before you can send it" in page
    item = make_item(portfolio, number=201)
    make_link(portfolio, item)
    page = words(as_officer.get(f"{base}/elements/1.1.1/"))
    assert "Add the file of CSS201" in page
    make_version(item)
    assert "Add the file of" not in words(as_officer.get(f"{base}/elements/1.1.1/"))


def test_a_row_says_both_that_it_has_no_file_and_that_it_is_stale(
    portfolio, base, as_officer, words
):
    item = make_item(portfolio, number=201)
    item.covers_to = date(2018, 3, 31)
    item.save()
    make_link(portfolio, item)
    assert "No file Stale covers to March 2018" in words(as_officer.get(f"{base}/elements/1.1.1/"))
    make_version(item)
    page = words(as_officer.get(f"{base}/elements/1.1.1/"))
    assert "No file" not in page
    assert "Stale covers to March 2018" in page


def test_a_saved_self_assessment_is_there_and_told(portfolio, base, as_officer, words):
    assessment = make_assessment(portfolio)
    response = send(as_officer, base, commentary="Every week.\r\n\r\nAnd on Sundays.")
    assert response.headers["Location"] == f"{base}/elements/1.1.1/"
    row = row_of(assessment)
    assert (row.self_rating.code, row.commentary) == ("met", "Every week.\n\nAnd on Sundays.")
    page = words(as_officer.get(f"{base}/elements/1.1.1/"))
    assert "Saved the self-assessment of 1.1.1" in page
    assert "Self-rating Met, 5 words of commentary Isla Campbell" in page


def test_a_commentary_without_a_rating_is_saved_too(portfolio, base, as_officer):
    assessment = make_assessment(portfolio)
    send(as_officer, base, self_rating="", commentary="To be rated")
    assert row_of(assessment).commentary == "To be rated"


def test_a_commentary_that_is_too_long_is_shown_again_in_full(portfolio, base, as_officer):
    assessment = make_assessment(portfolio)
    text = "word " * 2100
    response = send(as_officer, base, commentary=text)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Shorten the commentary to 10,000 characters or fewer: it has 10,499" in page
    assert "<title>Error: 1.1.1" in page
    assert text.strip() in page
    assert 'value="met" id="id_self_rating_0" checked' in page or re.search(
        r'value="met"[^>]*checked', page
    )
    assert row_of(assessment).commentary == ""


def test_not_applicable_takes_a_reason():
    portfolio = make_portfolio(standard=load_cse())
    make_assessment(portfolio)
    client = sign_in(Client(), make_user(Role.OFFICER, portfolio.service))
    base = f"/services/{portfolio.service.slug}/cse"
    refused = send(client, base, self_rating="not-applicable", commentary=" ")
    assert "Say in the commentary why this does not apply" in refused.content.decode()
    kept = send(client, base, self_rating="not-applicable", commentary="We have no counter.")
    assert kept.status_code == 302


@pytest.mark.parametrize("fields", [{"self_rating": "splendid"}, {"revision": "x"}])
def test_what_no_form_of_ours_sends_is_refused(fields, portfolio, base, as_officer):
    assessment = make_assessment(portfolio)
    assert send(as_officer, base, **fields).status_code == 422
    assert row_of(assessment).self_rating is None


def test_governance_reads_and_is_told_who_writes(portfolio, base, as_governance, words):
    self_assess(make_assessment(portfolio), commentary="Our words")
    page = words(as_governance.get(f"{base}/elements/1.1.1/"))
    assert "your role lets you read it" in page
    assert "Our words" in page
    assert send(as_governance, base).status_code == 403


def test_a_stranger_who_posts_gets_404(portfolio, base, as_stranger):
    make_assessment(portfolio)
    assert send(as_stranger, base).status_code == 404


def test_after_submission_it_can_only_be_read_until_it_is_returned(
    portfolio, base, as_officer, words
):
    assessment = make_submitted(portfolio)
    page = as_officer.get(f"{base}/elements/1.1.1/")
    assert "it can be changed again only if the assessor returns it" in words(page)
    assert 'name="commentary"' not in page.content.decode()
    assert "What you change here reaches the assessor only in answer to a request." in words(page)
    return_assessment(assessment=assessment, reason="Say more", by=make_assessor())
    assert 'name="commentary"' in as_officer.get(f"{base}/elements/1.1.1/").content.decode()


def test_words_sent_after_the_submission_come_back_with_the_reason(
    portfolio, base, as_officer, words
):
    make_submitted(portfolio)
    response = send(as_officer, base, commentary="Typed too late")
    assert response.status_code == 409
    assert "can no longer be changed" in words(response)
    assert "Typed too late" in words(response)


def test_the_assessors_rating_and_comment_show_as_they_stand(portfolio, base, as_officer, words):
    assessment = make_submitted(portfolio)
    rate(assessment, rating="nearly", finding="Show the island replies", accepted=False)
    page = words(as_officer.get(f"{base}/elements/1.1.1/"))
    assert "Assessor’s rating ~ Nearly met Show the island replies" in page
    assert "the assessor may still change it" in page


def test_going_to_the_saving_address_leads_to_the_element(portfolio, base, as_officer):
    make_assessment(portfolio)
    response = as_officer.get(f"{base}/elements/1.1.1/self-assessment/")
    assert response.headers["Location"] == f"{base}/elements/1.1.1/"


def test_without_an_assessment_there_is_nothing_to_write_yet(base, as_officer, words):
    assert "No assessment is open" in words(as_officer.get(f"{base}/elements/1.1.1/"))
    assert send(as_officer, base).status_code == 404


def test_the_attributes_and_level_names_of_another_standard_show(words):
    portfolio = make_portfolio(standard=load_themes())
    client = sign_in(Client(), make_user(Role.OFFICER, portfolio.service))
    response = client.get(f"/services/{portfolio.service.slug}/themes/elements/1.1.2/")
    assert "Level Progressing" in words(response)
    assert 'aria-label="Previous and next grade"' in response.content.decode()
    assert 'aria-label="Points"' in response.content.decode()
