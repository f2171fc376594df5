"""The page of the library, as it is and with filters."""

from functools import partial

from django.core.cache import cache

from .case import Case, Do, Doing
from .world import World

FILTERS = {
    "no filter": "",
    "page 100": "page=100",
    "one filter": "status=active",
    "three filters": "status=new&status=active&file=pdf&element=1.1",
    "three filters by age": "age=stale&scope=service&unlinked=yes",
    "sorted by title": "sort=title",
    "sorted by age": "sort=age",
    "words": "words=survey",
    "words and three filters": "words=survey&status=active&file=pdf&element=1.1",
}


def pages(world: World, query: str) -> list[Do]:
    def answered() -> object:
        answer = world.client.get(f"{world.base}/evidence/?{query}")
        assert answer.status_code == 200
        return answer

    return [Doing(query, answered)]


def _cases(size: str, rounds: int) -> list[Case]:
    return [
        Case(
            f"library, {name}",
            partial(_of, query),
            bound=300,
            size=size,
            rounds=rounds,
            words=size == "usual",
        )
        for name, query in FILTERS.items()
    ]


def _of(query: str, world: World) -> list[Do]:
    return pages(world, query)


def _counted_anew(world: World) -> list[Do]:
    """As after every change: nothing is kept of what was counted before."""

    def answered() -> object:
        cache.clear()
        return world.client.get(f"{world.base}/evidence/")

    return [Doing("counted anew", answered)]


ANEW = [
    Case("library, counted anew", _counted_anew, bound, size, rounds=10, words=size == "usual")
    for size, bound in (("usual", 300), ("large", None))
]
CASES = [*_cases("usual", 20), *_cases("large", 20), *ANEW]
