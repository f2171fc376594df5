"""What a summary is read against: the codes and wording of one edition."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .text import squash


def place(code: str) -> tuple[int, ...]:
    """Where a code stands: `1.10` after `1.9`, a parent before its children."""
    return tuple(int(part) for part in code.split(".")) if code else ()


def parent(code: str) -> str:
    return code.rpartition(".")[0]


@dataclass(frozen=True)
class StandardOutline:
    """Titles and texts by code, each mapping in the order of the standard."""

    criteria: Mapping[str, str]
    sub_criteria: Mapping[str, str]
    elements: Mapping[str, str]
    clauses: Mapping[str, str]

    @cached_property
    def wording(self) -> dict[str, str]:
        """The words of every code, whatever its level."""
        return {**self.criteria, **self.sub_criteria, **self.elements, **self.clauses}

    @cached_property
    def headings(self) -> dict[str, str]:
        """The words of criteria, sub-criteria and elements, in the order they are printed."""
        found = {**self.criteria, **self.sub_criteria, **self.elements}
        return {code: found[code] for code in sorted(found, key=place)}

    @cached_property
    def code_of(self) -> dict[str, str]:
        """The heading that has these words (squashed), where only one has."""
        found: dict[str, str] = {}
        for code, words in self.headings.items():
            found[squash(words)] = "" if squash(words) in found else code
        return {words: code for words, code in found.items() if words and code}


def outline_from_data(edition: Mapping[str, Any]) -> StandardOutline:
    """The outline of an edition written as in `fixtures/`: nested lists of codes and words."""
    subs = [sub for criterion in edition["criteria"] for sub in criterion["sub_criteria"]]
    elements = [element for sub in subs for element in sub["elements"]]
    clauses = [clause for element in elements for clause in element["clauses"]]
    return StandardOutline(
        criteria={row["code"]: row["title"] for row in edition["criteria"]},
        sub_criteria={row["code"]: row["title"] for row in subs},
        elements={row["code"]: row["text"] for row in elements},
        clauses={row["code"]: row["text"] for row in clauses},
    )
