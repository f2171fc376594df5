"""A password made of nothing but names that everybody knows there is refused."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.builders.people import make_organisation, make_service

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def place():
    make_service(make_organisation("Argyll and Bute Council"), "Building Standards")


@pytest.mark.parametrize(
    "password",
    [
        "cse-portal-demo",
        "Customer Service Excellence",
        "ArgyllAndBute2026",
        "Argyll&Bute-Council!",
        "buildingstandards1",
        "WelcomePortal99!!",
        "Summer-November-26",
    ],
)
def test_names_of_the_place_make_no_password(password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert "words_of_the_place" in [error.code for error in refused.value.error_list]


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "90210 73311 48",
        "a council of seven owls",
        "portal hB3-kk92-xq",
        "élève à la plage",
    ],
)
def test_other_words_may_stand_beside_them(password):
    validate_password(password)
