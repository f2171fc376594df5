"""Reads docs/security.md: `python -m tests.project.security_document` prints its counts."""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .imports import ROOT

DOCUMENT = ROOT / "docs" / "security.md"
NUMBERS = ROOT / "tests" / "project" / "asvs_5_0_0.txt"
VERDICTS = ("met", "not met", "does not apply")
CHAPTER = re.compile(r"^### V(\d+) (.+)$")
NUMBER = re.compile(r"\d+\.\d+\.\d+")
NAMED = re.compile(r"`([^`]+)`")
INSTALLATION = "Installation:"


@dataclass(frozen=True)
class Row:
    """One row of a chapter: its numbers, what they ask, the verdict and the proof."""

    chapter: int
    numbers: tuple[str, ...]
    asks: str
    verdict: str
    proof: str

    @property
    def proofs(self) -> list[str]:
        """What the proof names in code: tests, files and commands."""
        return NAMED.findall(self.proof)


def rows() -> Iterator[Row]:
    """The rows of all chapters, in order."""
    chapter = 0
    for line in DOCUMENT.read_text().splitlines():
        if line.startswith("#"):
            found = CHAPTER.match(line)
            chapter = int(found[1]) if found else 0
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if chapter and line.startswith("|") and NUMBER.match(cells[0]):
            assert len(cells) == 4, line
            yield Row(chapter, tuple(NUMBER.findall(cells[0])), *cells[1:])


def titles() -> dict[int, str]:
    found = map(CHAPTER.match, DOCUMENT.read_text().splitlines())
    return {int(each[1]): each[2] for each in found if each}


def required() -> list[str]:
    """The numbers of the standard at levels 1 and 2."""
    lines = NUMBERS.read_text().splitlines()
    return [line.split()[0] for line in lines if not line.startswith("#")]


def counts() -> str:
    """The table at the head of the document."""
    tally: Counter[tuple[int, str]] = Counter()
    left = 0
    for row in rows():
        tally[row.chapter, row.verdict] += len(row.numbers)
        left += len(row.numbers) * (INSTALLATION in row.proof and row.verdict == "not met")
    lines = [
        "| chapter | met | not met | does not apply | all |",
        "|---|--:|--:|--:|--:|",
        *(_line(f"V{number} {title}", tally, [number]) for number, title in titles().items()),
        _line("**all**", tally, list(titles())),
        "",
        f"Of those not met, {left} are for the installation to meet.",
    ]
    return "\n".join(lines)


def _line(name: str, tally: Counter[tuple[int, str]], chapters: list[int]) -> str:
    each = [sum(tally[chapter, verdict] for chapter in chapters) for verdict in VERDICTS]
    return f"| {name} | {' | '.join(map(str, each))} | {sum(each)} |"


if __name__ == "__main__":
    sys.stdout.write(f"{counts()}\n")
