"""Whatever leads to a person is said to be held about them, or named here with the reason."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from accounts.models import User
from accounts.personal import holdings
from accounts.personal.rows import holds_rows

# Fields that lead to a person and are in no list of what is held, with the reason.
NOT_LISTED = {
    "accounts.User_groups.user": "the portal has no groups",
    "accounts.User_user_permissions.user": "the portal gives no single permissions",
}


def fields_that_lead_to_people():
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model is User
    }


def covered():
    return {field for holding in holdings() for field in holding.covers}


def test_every_field_that_leads_to_a_person_is_covered():
    missing = fields_that_lead_to_people() - covered() - set(NOT_LISTED)
    assert missing == set(), "say what is held in the app's personal.py: see accounts/personal"


def test_nothing_is_covered_that_is_not_there():
    assert covered() | set(NOT_LISTED) <= fields_that_lead_to_people()


def test_every_holding_has_a_title_and_can_be_read_for_somebody_without_anything(db):
    somebody = User.objects.create_user("nobody@example.org", name="No Body")
    for holding in holdings():
        assert str(holding.title) != holding.name
        rows = list(holding.rows(somebody))
        assert (holding.name == "accounts.account") == bool(rows), holding.name


def test_a_wrong_column_is_noticed_when_it_is_said():
    with pytest.raises(FieldDoesNotExist):
        holds_rows("x", "X", User, "id", columns=("no_such",), organisation=None)
