"""What all tests share."""

import os
from collections.abc import Iterator

import pytest
from django.core.management.commands import flush

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True, scope="session")
def _flush_lifts_the_guards_of_the_history() -> Iterator[None]:
    """The flush after a test with real transactions is the one deletion the history allows."""
    from accounts.history.guards import lifted_guards

    handle = flush.Command.handle

    def handle_without_guards(self: flush.Command, **options):
        with lifted_guards(options["database"]):
            return handle(self, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", handle_without_guards)
        yield
