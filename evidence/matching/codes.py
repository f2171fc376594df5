"""Codes of items written into the names of files: `CSS201`, `css 201`, `CSS-201`, `C4`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Written:
    """A code as it stands in a name; `plainly` where it can hardly be anything else."""

    prefix: str
    number: int
    plainly: bool
    start: int
    end: int

    @property
    def key(self) -> tuple[str, int]:
        return self.prefix, self.number


def codes_in(name: str, prefixes: Sequence[str]) -> list[Written]:
    """The codes that a name holds, in their order, whether there are such items or not."""
    return [
        Written(
            prefix=found[1].upper(),
            number=int(found[3]),
            plainly=len(found[1]) > 1 or (not found[2] and len(found[3]) > 2),
            start=found.start(),
            end=found.end(),
        )
        for found in _pattern(tuple(prefixes)).finditer(name)
    ]


def without(name: str, codes: Sequence[Written]) -> str:
    """The rest of the name."""
    for code in reversed(codes):
        name = f"{name[: code.start]} {name[code.end :]}"
    return name.strip(" -_.:")


@lru_cache(maxsize=500)
def _pattern(prefixes: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(re.escape(prefix) for prefix in sorted(prefixes, key=len, reverse=True))
    # Neither the end of a word nor the beginning of an element's code (`C 1.2.3`).
    return re.compile(rf"(?<![^\W_])({either})([ _.\-–]?)(\d{{1,5}})(?![^\W_]|\.\d)", re.IGNORECASE)
