"""Whatever is left out of a rule of authority, the matrix shows it.

Of every function that decides who may do what, each rule is removed in turn. A mutant that no
cell of the matrix, and no question to the permissions themselves, tells apart has survived.
"""

import importlib
import inspect
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
import rules

from assessments import reading
from evidence.models.snapshot import ReaderGrantQuerySet

from .matrix import PERMISSIONS
from .mutants import Mutant, functions_of, mutants_of
from .routes import Route
from .visitors import (
    GUARDED,
    Visitors,
    faults_from_elsewhere,
    faults_of,
    faults_of_rule,
    faults_of_wrong_places,
    inner_keys,
)
from .world import World

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "criteria", "evidence", "assessments")
RULES = sorted(
    ".".join(file.relative_to(ROOT).with_suffix("").parts)
    for app in APPS
    for file in (ROOT / app).rglob("permissions.py")
)
# Mutants that let nobody in or out, each with what they do instead.
MAKE_NO_DIFFERENCE = {
    "assessments.scope.assessment_in_scope without `assessment is None`": (
        "a service without an assessment gets an error instead of 404"
    ),
    "evidence.models.snapshot.ReaderGrantQuerySet.live without `on`": (
        "pages ask of today, which is meant without a day"
    ),
    "evidence.scope_records.records_in_scope without "
    "`not user.has_perm('evidence.govern_records', own[organisation])`": (
        "the view asks the same, but only where there is what was asked for"
    ),
    "evidence.models.snapshot.ReaderGrantQuerySet.lasting without `on`": (
        "pages ask of today, which is meant without a day"
    ),
}
# So that whoever may not is told the same whether it is there or not.
ASKED_BY_THE_LOOKUP = {"evidence.govern_records"}
# Who may read from outside, and until when.
GRANTS = [
    ReaderGrantQuerySet.live,
    ReaderGrantQuerySet.lasting,
    ReaderGrantQuerySet.over,
    *functions_of(reading).values(),
]


LOOKUPS: list[Any] = sorted(
    {inspect.unwrap(fetch) for route in GUARDED if (fetch := route.fetch)}
    | set(GRANTS)
    | {
        function
        for app in APPS
        for file in (ROOT / app).glob("scope*.py")
        for function in functions_of(
            importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
        ).values()
    },
    key=lambda each: (each.__module__, each.__qualname__),
)


# For each function that views look up by, the route with the most to go wrong.
ONE_OF_EACH = {
    route.fetch: route for route in sorted(GUARDED, key=lambda each: len(each.parameters))
}


Callers = dict[CodeType, list[str]]


@contextmanager
def noting_calls() -> Iterator[set[CodeType]]:
    """Every function that is called meanwhile."""
    called: set[CodeType] = set()
    sys.setprofile(lambda frame, event, _: called.add(frame.f_code) if event == "call" else None)
    try:
        yield called
    finally:
        sys.setprofile(None)


@pytest.fixture(autouse=True, scope="module")
def callers(world) -> Callers:
    """Nothing is wrong to begin with; and for each function the permissions that come to it."""
    found: Callers = defaultdict(list)
    for name in PERMISSIONS:
        with noting_calls() as called:
            faults = list(faults_of_rule(name, world))
        assert faults == []
        for code in called:
            found[code].append(name)
    return found


def found_by_rules(names: Iterable[str], world: World) -> bool:
    """Whether these permissions themselves, asked as templates ask them, show it."""
    try:
        return any(next(faults_of_rule(name, world), None) for name in names)
    except Exception:  # an error where there was an answer is noticed too
        return True


def found_by_routes(mutant: Mutant, world: World, visitors: Visitors) -> bool:
    """Whether an address shows it, of each way of looking up that comes to the function.

    Where none does, a few views that come to it later.
    """
    asked = [
        route
        for fetch, route in ONE_OF_EACH.items()
        if fetch and _comes_to(mutant.function, inspect.unwrap(fetch))
    ]
    later = (route for route in GUARDED if _comes_to(mutant.function, inspect.unwrap(route.view)))
    return any(_is_noticed(route, world, visitors) for route in asked or islice(later, 3))


def _is_noticed(route: Route, world: World, visitors: Visitors) -> bool:
    try:
        return next(_faults(route, world, visitors), None) is not None
    except Exception:  # an error where there was an answer is noticed too
        return True


def _comes_to(function: FunctionType, start: FunctionType) -> bool:
    """Whether it is called from there: by name, or as what a queryset can do."""
    called = _called_by(start)
    names = {name for each in called for name in each.__code__.co_names}
    return function in called or ("." in function.__qualname__ and function.__name__ in names)


def _called_by(function: FunctionType) -> set[FunctionType]:
    """The function and all functions of ours that it calls by name, and they."""
    found, new = set(), {function}
    while new:
        found |= new
        new = {
            called
            for caller in new
            for name in caller.__code__.co_names
            if (called := _plain(caller.__globals__.get(name))) is not None
        } - found
    return found


def _plain(value: Any) -> FunctionType | None:
    function = value.fn if isinstance(value, rules.Predicate) else value
    ours = isinstance(function, FunctionType) and function.__module__.startswith(APPS)
    return inspect.unwrap(function) if ours else None


def _faults(route: Route, world: World, visitors: Visitors) -> Iterator[str]:
    elsewhere = faults_from_elsewhere(route, world, visitors) if inner_keys(route) else iter(())
    wrong = faults_of_wrong_places(route, world, visitors)
    return chain(wrong, elsewhere, faults_of(route, world, visitors))


def _that_matter(mutants: Iterable[Mutant]) -> list[Mutant]:
    return [mutant for mutant in mutants if mutant.name not in MAKE_NO_DIFFERENCE]


@pytest.fixture
def survivors(world, visitors, callers) -> Callable[[list[Mutant]], list[str]]:
    def left(mutants: list[Mutant]) -> list[str]:
        return [each.name for each in mutants if not _is_found(each, world, visitors, callers)]

    return left


def _is_found(mutant: Mutant, world: World, visitors: Visitors, callers: Callers) -> bool:
    """By those who come to it, which are quickly asked; by all before it is said to survive."""
    near = callers.get(mutant.function.__code__, [])
    visitors.nothing.clear()
    with mutant.in_place():
        found = (
            found_by_rules(near, world)
            or found_by_routes(mutant, world, visitors)
            or found_by_rules(PERMISSIONS, world)
        )
    visitors.nothing.clear()
    return found


def score(what: str, found: int, total: int) -> str:
    return f"{what}: {found} of {total} mutants found"


@pytest.mark.parametrize("module", RULES)
def test_each_rule_of_a_permission_that_is_removed_is_noticed(module, survivors, say):
    functions = functions_of(importlib.import_module(module)).values()
    mutants = _that_matter(
        mutant for function in functions for mutant in mutants_of(function, answers=True)
    )
    alive = survivors(mutants)
    say(score(module, len(mutants) - len(alive), len(mutants)))
    assert alive == []


@pytest.mark.parametrize("lookup", LOOKUPS, ids=lambda each: f"{each.__module__}.{each.__name__}")
def test_each_condition_of_a_lookup_that_is_removed_is_noticed(lookup, survivors, say):
    mutants = _that_matter(mutants_of(lookup, answers=False))
    alive = survivors(mutants)
    say(score(lookup.__name__, len(mutants) - len(alive), len(mutants)))
    assert alive == []


def test_each_view_that_no_longer_asks_its_permission_is_noticed(world, visitors, monkeypatch, say):
    # Elsewhere whoever may look the object up has the permission, or was asked for it there.
    asked = [
        route
        for route in GUARDED
        if PERMISSIONS[str(route.permission)].forbidden
        and route.permission not in ASKED_BY_THE_LOOKUP
    ]
    unnoticed = []
    for route in asked:
        cell = _cell_of_permission(route)
        with monkeypatch.context() as patch:
            patch.setattr(cell, "cell_contents", "accounts.open_home")
            if not next(faults_of(route, world, visitors), None):
                unnoticed.append(str(route))
    say(score("views without their permission", len(asked) - len(unnoticed), len(asked)))
    assert unnoticed == []


def _cell_of_permission(route: Route) -> Any:
    names = route.view.__code__.co_freevars
    return (route.view.__closure__ or ())[names.index("permission")]
