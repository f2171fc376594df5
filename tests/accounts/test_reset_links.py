"""Links for a new password do not come back to life with a restore."""

import pytest
from allauth.account.forms import default_token_generator

from accounts.sign_in.links import links_die
from tests.builders.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_a_link_works_until_links_die_and_one_sent_later_works():
    person = make_user()
    link = default_token_generator.make_token(person)
    assert default_token_generator.check_token(person, link)
    links_die()
    assert not default_token_generator.check_token(person, link)
    assert default_token_generator.check_token(person, default_token_generator.make_token(person))
