"""A service with its people, as the tests of its pages need them."""

import pytest
from django.test import Client

from accounts.enums import Role
from tests.builders.evidence import make_portfolio
from tests.builders.people import make_user, sign_in


@pytest.fixture
def portfolio(db):
    return make_portfolio()


@pytest.fixture
def base(portfolio):
    """Where the addresses of the portfolio begin."""
    return f"/services/{portfolio.service.slug}/{portfolio.standard.slug}"


@pytest.fixture
def as_officer(portfolio):
    officer = make_user(Role.OFFICER, portfolio.service, name="Isla Campbell")
    return sign_in(Client(), officer)


@pytest.fixture
def as_manager(portfolio):
    return sign_in(Client(), make_user(Role.MANAGER, portfolio.service, name="Morag Stewart"))


@pytest.fixture
def as_administrator(portfolio):
    return sign_in(Client(), make_user(Role.ADMINISTRATOR, portfolio.service.organisation))


@pytest.fixture
def as_governance(portfolio):
    return sign_in(Client(), make_user(Role.GOVERNANCE, portfolio.service.organisation))


@pytest.fixture
def as_stranger(portfolio):
    """An officer of another council."""
    return sign_in(Client(), make_user(Role.OFFICER, make_portfolio().service))


@pytest.fixture
def words():
    """The text of a page as it is read: without tags, spaces made one."""
    import re
    from html import unescape

    def read(response):
        body = response.content.decode().partition("<body")[2]
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())

    return read
