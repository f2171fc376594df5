"""/readyz sends nobody to a portal that could not keep what they write."""

import pytest

from accounts.history.guards import lifted_guards
from tests.assessments.backup.installation import Installation

ASK = """
from django.test import Client
for address in ("/healthz", "/readyz"):
    print(Client().get(address, headers={"host": "localhost"}).status_code)
"""


@pytest.mark.django_db(transaction=True)
def test_it_is_ready_again_only_once_the_history_is_guarded(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get("/readyz").status_code == 200
    with lifted_guards():
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


@pytest.mark.any_database
def test_without_tables_it_lives_and_is_not_ready(tmp_path):
    asked = Installation(tmp_path / "empty").run("manage.py", "shell", "--no-imports", "-c", ASK)
    assert asked.stdout.split() == ["200", "503"], asked.stderr
