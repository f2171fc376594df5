"""What all tests share."""

import gc
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.core.management.commands import flush
from django.db import connections, transaction

pytest_plugins = ["tests.databases"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# The last list given counts: pages that Chromium loads behind each window's address bar, which
# cost more than half of opening one, and those of Playwright's own list that matter to pages.
WITHOUT = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "PaintHolding"),
    *("HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "ThirdPartyStoragePartitioning"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "PreconnectToSearch", "OptimizationHints"),
    *("LensOverlay", "AimEnabled", "MediaRouter", "NetworkTimeServiceQuerying"),
)

# Names of what a test hands to the end of the run: a line, and numbers that are added up.
SAID, ASKED = "said", "asked"

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what tests had to say: a process of its own prints nothing."""
    reports = [each for kind in terminalreporter.stats.values() for each in kind]
    told = [
        pair
        for each in reports
        if getattr(each, "when", "") == "teardown"
        for pair in each.user_properties
    ]
    asked = sum((Counter(counts) for name, counts in told if name == ASKED), Counter())
    if asked:
        terminalreporter.section("what was asked and found")
        terminalreporter.write_line(f"{asked.total()} requests, answered {dict(asked)}")
    for name, words in told:
        if name == SAID:
            terminalreporter.write_line(words)


@pytest.fixture
def say(record_property: Any) -> Any:
    """say(words): a line at the end of the run, whichever process the test ran in."""
    return partial(record_property, SAID)


def pytest_collection_finish() -> None:
    """What is imported by now stays to the end: looking through it for garbage takes time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(autouse=True, scope="session")
def _flush_lifts_the_guards_of_the_history() -> Iterator[None]:
    """The flush after a test with real transactions is the one deletion that the history, and
    issued documents, allow."""
    from accounts.history.guards import lifted_guards
    from assessments.guards import lifted_guards as of_documents

    handle = flush.Command.handle

    def handle_without_guards(self: flush.Command, **options):
        database = options["database"]
        with lifted_guards(database), of_documents(database):
            if connections[database].vendor == "postgresql":
                return empty_what_is_full(database)
            return handle(self, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", handle_without_guards)
        yield


def empty_what_is_full(database: str) -> None:
    """As flush leaves it; PostgreSQL takes long to truncate every table there is.

    What migrate writes of itself, the kinds of content and the permissions, stays as it is.
    """
    connection = connections[database]
    there = set(
        connection.introspection.django_table_names(only_existing=True, include_views=False)
    )
    tables = sorted(there - {"django_content_type", "auth_permission"})
    full = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables
    )
    with transaction.atomic(using=database), connection.cursor() as cursor:
        cursor.execute(full)
        for (table,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {table}")


@pytest.fixture(scope="module")
def kept_for_the_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What fixtures of a module write stays until its last test; each test is taken back.

    Every test of the module must want what was written, and none real transactions.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, without the calls home it makes of its own accord."""
    found = [path for path in map(shutil.which, BROWSERS) if path]
    assert found, "The browser tests need Chromium. Run: sudo apt-get install chromium"
    return browser_type_launch_args | {
        "executable_path": found[0],
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-quic",
            "--no-first-run",
            f"--disable-features={','.join(WITHOUT)}",
        ],
    }
