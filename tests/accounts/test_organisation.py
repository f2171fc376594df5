"""What an organisation looks after stands on one page, for those who may."""

import pytest

from accounts.enums import Role
from tests.builders.people import make_organisation, make_service, make_user, sign_in

pytestmark = pytest.mark.django_db


def areas_seen_by(client, role):
    council = make_organisation("Own Council")
    place = council if role == Role.ADMINISTRATOR else make_service(council)
    sign_in(client, make_user(role, place))
    return client.get("/organisations/own-council/").text


def test_an_administrator_finds_the_house_style(client):
    page = areas_seen_by(client, Role.ADMINISTRATOR)
    assert '<a href="/organisations/own-council/house-style/">House style</a>' in page


def test_an_officer_is_told_who_looks_after_the_organisation(client):
    page = areas_seen_by(client, Role.OFFICER)
    assert "House style" not in page
    assert "Nothing here is yours to look after" in page


def test_the_page_costs_two_statements_beside_the_session(client, django_assert_num_queries):
    areas_seen_by(client, Role.ADMINISTRATOR)
    with django_assert_num_queries(4):  # session, person, organisation, memberships
        client.get("/organisations/own-council/")
