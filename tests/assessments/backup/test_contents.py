"""What is in a backup and what is not: every table has been thought of."""

import pytest
from django.apps import apps
from django.db import models

from assessments.backup.contents import KEPT_APPS, LEFT_OUT, is_kept, kept_models, unplaced
from assessments.backup.stored import HOLDERS, is_safe
from assessments.backup.values import NotItsKind, line_of, reader_of

SECRETS = ("token", "secret", "session")


def every_model():
    return apps.get_models(include_auto_created=True)


def test_every_table_is_kept_or_left_out_with_a_reason():
    assert unplaced(every_model()) == []
    assert all(LEFT_OUT.values())
    installed = {config.label for config in apps.get_app_configs()}
    assert {"auth", "contenttypes", "account", "mfa"} <= installed & KEPT_APPS


def test_a_model_of_an_app_that_nobody_thought_of_is_named():
    class Stray(models.Model):
        class Meta:
            app_label = "strays"
            apps = type(apps)()

        def __str__(self):
            return ""

    assert unplaced([Stray]) == ["strays.Stray"]


def test_what_is_left_out_is_there_to_be_left_out():
    known = {model._meta.label for model in every_model()}
    assert set(LEFT_OUT) - known <= {"socialaccount.SocialApp", "socialaccount.SocialToken"}


def test_whatever_names_stored_bytes_is_known():
    holders = {
        model._meta.label
        for model in every_model()
        if any(field.name == "storage_key" for field in model._meta.local_fields)
    }
    assert holders == set(HOLDERS)


def test_no_table_of_passing_secrets_is_kept():
    kept = [model._meta.label for model in kept_models(apps)]
    assert not [name for name in kept if any(part in name.lower() for part in SECRETS)]
    assert not is_kept(apps.get_model("accounts.Letter"))


@pytest.mark.parametrize(
    ("label", "name", "wrong"),
    [
        ("evidence.EvidenceVersion", "created_at", "2026-11-21T10:00:00"),
        ("evidence.EvidenceVersion", "created_at", 5),
        ("evidence.EvidenceVersion", "uuid", "no such thing"),
        ("evidence.EvidenceVersion", "number", "1"),
        ("evidence.EvidenceVersion", "number", True),
        ("evidence.EvidenceVersion", "seen_on", "31 May"),
        ("evidence.EvidenceVersion", "file_name", 7),
        ("accounts.User", "is_active", "yes"),
        ("accounts.HouseStyle", "logo", "not base 64!"),
    ],
)
def test_a_value_of_another_kind_is_refused(label, name, wrong):
    with pytest.raises(NotItsKind):
        reader_of(apps.get_model(label)._meta.get_field(name))(wrong)


def test_a_value_that_no_database_gives_is_refused_at_once():
    with pytest.raises(TypeError):
        line_of([object()])


@pytest.mark.parametrize("key", ["../x", "/etc/passwd", "a/../b", "", "a//b", ".x", "a/.x", "a\nb"])
def test_a_key_that_leads_out_of_its_storage_is_no_key(key):
    assert not is_safe(key)


def test_a_key_of_ours_is_one():
    assert is_safe("0a/0a1b2c")
