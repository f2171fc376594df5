"""Codes that were misread, put right at their lines before the lines are read."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .codes import normalise_code, prefix_key
from .lines import Line
from .tokens import Grammar, Kind, Token

# What a line with a code can be taken for; a garbled code leaves only text.
CODED = (Kind.EVIDENCE, Kind.HEADING, Kind.CLAUSE)
GARBLED = re.compile(r"^\S{1,12}\s*[:;–—]\s+(?=\S)")
# Warnings and problems that a misread code may be the cause of.
OF_CODES = frozenset(
    {
        *("unknown-prefix", "code-out-of-range", "scope-differs", "repeated-link", "two-titles"),
        *("same-title", "code-spelled-two-ways", "title-continued", "unreadable-line"),
        *("out-of-order", "unknown-code", "code-missing", "code-differs", "clause-out-of-place"),
        *("repeated-heading", "evidence-without-element", "code-corrected"),
    }
)


@dataclass(frozen=True)
class CodedLine:
    """A line and the code it was read with, "" where none was; `others` print the same one."""

    line: Line
    is_heading: bool
    code: str
    others: tuple[int, ...] = ()


def with_codes(
    lines: Iterable[Line], grammar: Grammar, codes: Mapping[int, str]
) -> tuple[list[Line], dict[int, str]]:
    """The lines with these codes at their numbers, and what stood there before."""
    found, before = [], {}
    for line in lines:
        code = codes.get(line.number)
        if code and not line.aside and line.number not in before:
            before[line.number] = coded_line(line, grammar).code
            line = replace(line, text=_with_code(line, grammar, code))
        found.append(line)
    return found, before


def coded_line(line: Line, grammar: Grammar) -> CodedLine:
    token = _token(line, grammar)
    code = token.item.display if token and token.item else token.code if token else ""
    is_heading = bool(token and token.kind in (Kind.HEADING, Kind.CLAUSE))
    return CodedLine(line, is_heading, code)


def find_line(lines: Iterable[Line], grammar: Grammar, number: int) -> CodedLine | None:
    """The line of that number with its code; None where there is no such line, or no words."""
    coded = [coded_line(line, grammar) for line in lines if line.text.strip() and not line.aside]
    found = next((each for each in coded if each.line.number == number), None)
    if found is None or not found.code:
        return found
    same = [e.line.number for e in coded if e.code == found.code and e.line.number != number]
    return replace(found, others=tuple(same))


def accepted_code(text: str, grammar: Grammar) -> str:
    """The code as it is written into the line. Raises ValueError where it can be none here."""
    words = text.strip().rstrip(":").strip()
    if words in grammar.outline.wording or words in grammar.outline.clauses:
        return words
    code = normalise_code(words)
    prefixes = {prefix_key(prefix) for prefix in grammar.prefixes}
    if code is None or code.prefix not in prefixes or code.number == 0:
        raise ValueError(text)
    return code.display


def _with_code(line: Line, grammar: Grammar, code: str) -> str:
    """The line with another code before the same words; a list's name before it stays."""
    tokens = grammar.read(line)
    before = " ".join(f"{token.text}:" for token in tokens[:-1])
    words = tokens[-1].text if tokens else ""
    if tokens and tokens[-1].kind not in CODED:
        words = GARBLED.sub("", words, count=1)
    return f"{before} {code}: {words}".strip()


def _token(line: Line, grammar: Grammar) -> Token | None:
    return next((token for token in grammar.read(line) if token.kind in CODED), None)
