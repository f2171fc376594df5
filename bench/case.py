"""A thing to be measured, and what came of it."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

Do = Callable[[], object]


@dataclass(frozen=True)
class Case:
    """`actions` gives what is done, again and again, in the world that it is handed.

    `bound` is what the 95th percentile must keep to, in milliseconds; None only measures.
    `size` is how many items the library must hold, and `words` whether its files say something.
    """

    name: str
    actions: Callable[[Any], list[Do]]
    bound: float | None = None
    size: str = "usual"
    rounds: int = 5
    words: bool = True


@dataclass(frozen=True)
class Figure:
    """What was found of one case: milliseconds, unless its unit says otherwise."""

    name: str
    database: str
    items: int
    runs: int
    median: float
    p95: float
    bound: float | None
    slowest: str = ""
    unit: str = "ms"
    kept: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kept", self.bound is None or self.p95 <= self.bound)

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def measure(case: Case, world: Any, *, database: str, rounds: int = 0) -> Figure:
    """Each action once to warm up, as a server is; then all of them in turn, several times."""
    actions = case.actions(world)
    for do in actions:
        do()
    taken: list[tuple[float, int]] = []
    for _round in range(rounds or case.rounds):
        for at, do in enumerate(actions):
            began = time.perf_counter()
            do()
            taken.append(((time.perf_counter() - began) * 1_000, at))
    times = sorted(each for each, _at in taken)
    slowest = actions[max(taken)[1]]
    return Figure(
        name=case.name,
        database=database,
        items=getattr(world, "items", 0),
        runs=len(times),
        median=round(statistics.median(times), 1),
        p95=round(percentile(times, 0.95), 1),
        bound=case.bound,
        slowest=getattr(slowest, "said", ""),
    )


def percentile(times: list[float], part: float) -> float:
    """The time that this part of all keep to; of few, the slowest."""
    return times[min(len(times) - 1, int(len(times) * part))]


class Doing:
    """An action with words that say which one it was."""

    def __init__(self, said: str, do: Do) -> None:
        self.said, self.do = said, do

    def __call__(self) -> object:
        return self.do()
