"""Which tests run again on PostgreSQL: those in which the database plays a part.

The whole suite runs on SQLite. On PostgreSQL tests that use no database, and those marked
`any_database`, would only show the same again; they are left out there, and counted.
"""

import shutil

import pytest
from django.conf import settings
from django.db import connection

from tests.prepared import prepared

DATABASE_FIXTURES = {"_django_db_helper", "django_db_setup", "live_server"}
COUNT = "left_to_sqlite"
left_out = pytest.StashKey[int]()


def engine_plays_a_part(item: pytest.Item) -> bool:
    """Whether a test could end otherwise on another database."""
    if item.get_closest_marker("any_database"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> bool:
    """Whether the tables are there already: on SQLite a copy of those that were prepared."""
    ready = prepared("migrated")
    if ready is None or connection.vendor != "sqlite":
        return bool(request.config.getvalue("reuse_db"))
    shutil.copy(ready, settings.DATABASES["default"]["TEST"]["NAME"])
    return True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what may differ there."""
    if connection.vendor != "postgresql":
        return
    left = [item for item in items if not engine_plays_a_part(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if engine_plays_a_part(item)]
    config.stash[left_out] = len(left)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker tells the count to the process that writes the summary."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[COUNT] = session.config.stash.get(left_out, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Every worker collects the same tests, so one count is that of all."""
    stash = node.config.stash  # type: ignore[attr-defined]
    stash[left_out] = getattr(node, "workeroutput", {}).get(COUNT, stash.get(left_out, 0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many were left out, beside pytest's own counts."""
    count = terminalreporter.config.stash.get(left_out, 0)
    if count:
        terminalreporter.line(f"left to SQLite, where the database plays no part: {count} tests")
