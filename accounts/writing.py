"""A commentary as it reads: paragraphs, bulleted lists, and codes of evidence as links."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

CODE = re.compile(r"\b[A-Z]{1,6}-?\d{1,6}\b")
BULLET = re.compile(r"^\s*(?:[-*]\s+|[•‣–]\s*)")


@dataclass(frozen=True)
class Piece:
    """Some words; a link where they are a code that leads somewhere."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph and its lines, or a list and its points."""

    is_list: bool
    lines: tuple[tuple[Piece, ...], ...]


def blocks_of(text: str, urls: Mapping[str, str]) -> tuple[Block, ...]:
    """What was typed, set out; `urls` holds addresses by code.

    Blank lines part paragraphs, and lines that begin with "- " or a bullet make a list. A
    code without an address stays words, so nothing that was typed is ever left out.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    return tuple(
        Block(kind == "list", tuple(tuple(_pieces(line, urls)) for line in _bare(kind, group)))
        for kind, group in groupby(lines, key=_kind)
        if kind != "blank"
    )


def codes_in(text: str, prefixes: Iterable[str]) -> list[str]:
    """The codes named that begin with one of the prefixes, each once, in order."""
    known = set(prefixes)
    found = (match[0] for match in CODE.finditer(text))
    return list(dict.fromkeys(code for code in found if _prefix(code) in known))


def _prefix(code: str) -> str:
    return re.sub(r"-?\d+$", "", code)


def _kind(line: str) -> str:
    if not line.strip():
        return "blank"
    return "list" if BULLET.match(line) else "words"


def _bare(kind: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield (BULLET.sub("", line) if kind == "list" else line).strip()


def _pieces(line: str, urls: Mapping[str, str]) -> Iterator[Piece]:
    at = 0
    for match in CODE.finditer(line):
        if match[0] not in urls:
            continue
        if match.start() > at:
            yield Piece(line[at : match.start()])
        yield Piece(match[0], urls[match[0]])
        at = match.end()
    if at < len(line):
        yield Piece(line[at:])
