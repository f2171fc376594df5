"""The models and their migrations say the same."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_model_changed_without_a_migration(capsys):
    call_command("makemigrations", check=True, dry_run=True)
    assert "No changes detected" in capsys.readouterr().out


@pytest.mark.django_db
def test_nothing_is_left_to_migrate_after_migrating(capsys):
    call_command("migrate", plan=True)
    assert "No planned migration operations" in capsys.readouterr().out
