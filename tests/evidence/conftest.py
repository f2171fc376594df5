"""People around one portfolio, as most tests of evidence need them."""

import pytest
from django.test import Client

from accounts.enums import Role
from tests.builders.evidence import make_portfolio
from tests.builders.people import make_team, make_user, sign_in


@pytest.fixture
def portfolio(db):
    return make_portfolio()


@pytest.fixture
def team(portfolio):
    return make_team(portfolio.service)


@pytest.fixture
def officer(portfolio):
    return make_user(Role.OFFICER, portfolio.service, name="Isla Campbell")


@pytest.fixture
def as_officer(client, officer):
    """A client signed in as an officer of the service."""
    return sign_in(client, officer)


@pytest.fixture
def as_governance(portfolio):
    """A client signed in as somebody who may read the portfolio but not change it."""
    return sign_in(Client(), make_user(Role.GOVERNANCE, portfolio.service.organisation))


@pytest.fixture
def as_stranger(db):
    """A client signed in as an officer of another council."""
    return sign_in(Client(), make_user(Role.OFFICER, make_portfolio().service))


@pytest.fixture
def base(portfolio):
    """Where the addresses of the portfolio begin."""
    return f"/services/{portfolio.service.slug}/{portfolio.standard.slug}"


@pytest.fixture
def stored_files(settings, tmp_path):
    """How many files lie in the evidence storage, which is empty at first."""
    options = settings.STORAGES["evidence"] | {"OPTIONS": {"location": tmp_path / "evidence"}}
    settings.STORAGES = settings.STORAGES | {"evidence": options}
    return lambda: sum(path.is_file() for path in (tmp_path / "evidence").rglob("*"))
