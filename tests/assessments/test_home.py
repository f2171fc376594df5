"""The first page: what each person finds there."""

import pytest
from django.test import Client

from accounts.enums import Role
from tests.builders.assessments import make_assessment, make_grant, make_submitted
from tests.builders.evidence import make_portfolio
from tests.builders.people import make_membership, make_service, make_user, sign_in

pytestmark = pytest.mark.django_db


def home(client: Client):
    return client.get("/")


def test_somebody_of_one_service_is_led_to_its_overview(as_officer, base):
    assert home(as_officer).headers["Location"] == f"{base}/"


def test_somebody_of_two_services_chooses(portfolio, words):
    other = make_portfolio(make_service(portfolio.service.organisation, prefix="BS"))
    person = make_user(Role.OFFICER, portfolio.service)
    make_membership(person, Role.MANAGER, other.service)

    page = words(home(sign_in(Client(), person)))

    assert portfolio.service.name in page
    assert other.service.name in page


def test_an_administrator_finds_every_service_and_how_it_stands(as_administrator, portfolio, words):
    assessment = make_assessment(portfolio, label="Full assessment 2026")

    page = words(home(as_administrator))

    assert f"Services of {portfolio.service.organisation.name}" in page
    assert assessment.label in page
    assert "0 of 3 self-rated" in page


def test_nobody_finds_services_of_another_council(as_administrator, words):
    foreign = make_portfolio()

    assert foreign.service.name not in words(home(as_administrator))


def test_an_assessor_finds_the_assessments_that_access_was_given_to(words):
    assessment = make_submitted(label="Full assessment 2026")
    other = make_submitted(label="Full assessment of others")

    page = words(home(sign_in(Client(), make_grant(assessment).reader)))

    assert "Full assessment 2026" in page
    assert assessment.portfolio.service.name in page
    assert "days left" in page
    assert other.label not in page


def test_somebody_without_a_role_is_told_whom_to_ask(words):
    page = words(home(sign_in(Client(), make_user())))

    assert "You have no role here yet" in page
    assert "Ask the administrator" in page


def test_every_home_leads_to_the_standards(as_administrator):
    assert 'href="/standards/"' in home(as_administrator).content.decode()


@pytest.mark.parametrize("services", [1, 10])
def test_eight_statements_however_many_services(
    as_administrator, portfolio, django_assert_num_queries, services
):
    make_assessment(portfolio)
    for number in range(1, services):
        prefix = "ABCDEFGHIJ"[number] * 2
        make_assessment(make_portfolio(make_service(portfolio.service.organisation, prefix=prefix)))

    with django_assert_num_queries(8):
        home(as_administrator)
