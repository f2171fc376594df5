"""No action and no file without its entry in the history, or a reason in the lists below."""

import ast
from collections.abc import Iterator
from importlib import import_module
from inspect import isfunction

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import transaction
from django.test import Client

from accounts.models import HistoryEntry
from cse_portal.settings.pace import PACED
from tests.builders.people import sign_in

from .imports import ROOT
from .routes import Route, routes
from .world import make_world

APPS = ("accounts", "criteria", "evidence", "assessments")
# What the packages of actions offer that leaves no entry, with the reason.
LEAVES_NO_ENTRY = {
    "evidence.forget_list": "a list that somebody saved for themselves",
    "evidence.plan_snapshot": "empty; the assessment that it is for is in the history",
    "evidence.sent_before": "only looks",
}
# Files and data that leave the portal without an entry, with the reason.
NOT_A_READING = {
    "healthz": "says only that the process lives",
    "readyz": "says only that database and storage answer",
    "session": "says only until when the sign-in lasts",
    "assessments:notes_as_text": "private notes are never recorded",
    "assessments:notes_as_csv": "private notes are never recorded",
}


def functions() -> Iterator[tuple[str, set[str]]]:
    """Every function of the portal with the names in it."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    yield node.name, {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def actions() -> Iterator[str]:
    for app in APPS:
        offered = import_module(f"{app}.actions")
        for name in offered.__all__:
            if isfunction(getattr(offered, name)):
                yield f"{app}.{name}"


@pytest.mark.any_database
def test_every_action_leaves_an_entry_or_says_here_why_not():
    calls: dict[str, set[str]] = {}
    for name, names in functions():
        calls.setdefault(name, set()).update(names)
    telling, before = {"record"}, 0
    while len(telling) > before:
        before = len(telling)
        telling |= {name for name, names in calls.items() if names & telling}
    silent = {name for name in actions() if name.partition(".")[2] not in telling}
    assert silent == set(LEAVES_NO_ENTRY)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def taken_away(response) -> bool:
    """Bytes or data, and not a page of the portal."""
    answer = response.get("Content-Type", "")
    return response.status_code == 200 and (
        not answer.startswith("text/html")
        or "attachment" in response.get("Content-Disposition", "")
    )


WHO = {"assessments": "assessor", "organisations": "governance"}


# Files and data of which nobody can take too much: see `cse_portal.settings.pace`.
NOT_PACED = {
    "healthz": "says only that the process lives",
    "readyz": "says only that database and storage answer",
    "assessments:desk_picture": "a small picture of one page",
}


@pytest.fixture(scope="module")
def files(world) -> list[tuple[Route, bool]]:
    """Routes by which something leaves, and whether an entry tells of it."""
    return list(_files(world))


def _files(world) -> Iterator[tuple[Route, bool]]:
    people = {who: sign_in(Client(), world.people[who]) for who in ("manager", *WHO.values())}
    for route in routes():
        client = people[WHO.get(route.path.partition("/")[0], "manager")]
        with transaction.atomic():
            before = HistoryEntry.objects.count()
            response = client.get(route.address(world.own.values))
            if taken_away(response):
                yield route, HistoryEntry.objects.count() > before
            transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.any_database
def test_every_file_that_leaves_the_portal_leaves_an_entry(files):
    assert {str(route) for route, is_told in files if not is_told} == set(NOT_A_READING)


@pytest.mark.django_db
@pytest.mark.any_database
def test_every_file_that_leaves_the_portal_is_counted(files):
    assert {str(route) for route, _is_told in files} - set(PACED) == set(NOT_PACED)


# Words that only somebody who reads them can know, by where they are kept.
KEPT_WORDS = {
    "evidence.EvidenceItem": ("description",),
    "evidence.EvidenceLink": ("locator", "rationale"),
    "evidence.EvidenceVersion": ("note",),
    "evidence.SnapshotLink": ("locator", "rationale"),
    "assessments.ElementAssessment": ("commentary", "finding"),
    "assessments.ClauseAssessment": ("note",),
    "assessments.GapReason": ("reason",),
    "assessments.Improvement": ("text",),
    "assessments.ImprovementUpdate": ("text",),
    "assessments.ReportText": ("text",),
    "assessments.RequestEntry": ("text",),
}
SECRET_WORDS = "Read in Zanzibar"


def silent_pages(world) -> Iterator[str]:
    """Pages on which those words stand, and which leave no entry."""
    for name, fields in KEPT_WORDS.items():
        apps.get_model(name).objects.update(**dict.fromkeys(fields, SECRET_WORDS))
    for who in ("officer", "manager", "administrator", "governance", "assessor"):
        client = sign_in(Client(), world.people[who])
        for route in routes():
            caches["near"].clear()  # as if ten minutes had passed
            before = HistoryEntry.objects.count()
            response = client.get(route.address(world.own.values))
            shown = not response.streaming and SECRET_WORDS.encode() in response.content
            if shown and HistoryEntry.objects.count() == before:
                yield f"{who}: {route}"


@pytest.mark.django_db
@pytest.mark.any_database
def test_every_page_with_words_of_evidence_or_assessments_leaves_an_entry(world):
    with transaction.atomic():
        assert list(silent_pages(world)) == []
        transaction.set_rollback(True)
