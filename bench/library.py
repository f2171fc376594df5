"""The page of the library, as it is and with filters."""

from functools import partial

from .case import Case, Do, Doing
from .world import World

FILTERS = {
    "no filter": "",
    "page 100": "page=100",
    "one filter": "status=active",
    "three filters": "status=new&status=active&file=pdf&element=1.1",
    "three filters by age": "age=stale&scope=service&unlinked=yes",
    "sorted by title": "sort=title",
}


def pages(world: World, query: str) -> list[Do]:
    def answered() -> object:
        answer = world.client.get(f"{world.base}/evidence/?{query}")
        assert answer.status_code == 200
        return answer

    return [Doing(query, answered)]


def _cases(size: str, rounds: int) -> list[Case]:
    return [
        Case(f"library, {name}", partial(_of, query), bound=300, size=size, rounds=rounds)
        for name, query in FILTERS.items()
    ]


def _of(query: str, world: World) -> list[Do]:
    return pages(world, query)


CASES = [*_cases("usual", 20), *_cases("large", 20)]
