"""Whoever erases a person learns which words of the history still name them."""

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.history import About, record
from accounts.history.naming import entries_naming
from tests.builders.people import make_organisation, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return make_organisation("Argyll and Bute Council")


@pytest.fixture
def person(council):
    return make_user(Role.GOVERNANCE, council, name="Mòrag O'Neill")


def titled(council, title, **about):
    place = About(organisation_id=council.pk, **about)
    record(verb="evidence.added", by=None, about=place, code="CSS1", title=title)


def sentences(person, council, most=20):
    return [line.sentence for line in entries_naming(person, council.pk, most=most)]


@pytest.mark.parametrize("words", ["Minutes by Mòrag O'Neill, 2026", "Ask {email} for it"])
def test_words_about_something_else_that_name_the_person_are_found(council, person, words):
    titled(council, words.format(email=person.email))
    titled(council, "Minutes by somebody")
    titled(make_organisation("Elsewhere"), words.format(email=person.email))
    found = sentences(person, council)
    assert found == [f"Added CSS1: {words.format(email=person.email)}"]


def test_what_an_erasure_empties_is_not_among_them(council, person):
    titled(council, "About Mòrag O'Neill", person_id=person.pk)
    assert sentences(person, council) == []


def test_the_page_that_erases_says_where_and_how_many(council, person):
    for number in range(22):
        titled(council, f"No {number} of Mòrag O'Neill")
    administrator = sign_in(Client(), make_user(Role.ADMINISTRATOR, council))
    address = f"/organisations/{council.slug}/people/{person.pk}/erase/"
    page = administrator.get(address).content.decode()
    assert "in words about something else: Added CSS1: No 21 of Mòrag O&#x27;Neill" in page
    assert "No 1 of" not in page and "Further entries of the history" in page
