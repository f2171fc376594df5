import pytest

from accounts.models import User


@pytest.fixture
def reader(client, db):
    """A client signed in as a person without any role."""
    client.force_login(User.objects.create_user("reader@example.org", name="Rona Reader"))
    return client
