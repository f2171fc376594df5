"""Compares the headings of a summary with the standard's: missing, unknown, worded otherwise."""

from collections.abc import Iterator
from dataclasses import replace

from .outline import StandardOutline, parent, place
from .report import ParsedWarning, warning
from .text import squash
from .tokens import Kind, Token


def check_headings(
    tokens: list[Token], outline: StandardOutline, last_line: int
) -> Iterator[ParsedWarning]:
    """A warning for each heading of the standard that the body does not print."""
    coded = [token for token in tokens if token.code]
    printed = {token.code for token in coded if token.kind is Kind.HEADING}
    for code, text in outline.headings.items():
        if code in printed:
            continue
        after = (token.line.number for token in coded if place(token.code) > place(code))
        name = "element-heading-missing" if code in outline.elements else "heading-missing"
        yield warning(next(after, last_line), name, code=code, text=text)


def check_wording(tokens: list[Token], outline: StandardOutline) -> Iterator[ParsedWarning]:
    """A warning where words differ by more than typography, and where a code is unknown."""
    told: set[tuple[str, str]] = set()
    for token in tokens:
        key = (token.code, squash(token.text))
        if not token.code or key in told:
            continue
        told.add(key)
        expected = outline.wording.get(token.code)
        if expected is None:
            yield warning(token.line.number, "unknown-code", code=token.code, text=token.text)
        elif squash(expected) != key[1]:
            values = {"code": token.code, "text": token.text, "other": expected}
            yield warning(token.line.number, "wording-differs", **values)


def recode(
    tokens: list[Token], outline: StandardOutline
) -> tuple[list[Token], list[ParsedWarning]]:
    """Trusts an element's words over its code: a misread digit is likelier than a sentence."""
    recoded, warnings = [], []
    for token in tokens:
        meant = outline.code_of.get(squash(token.text), "")
        wrong = token.kind is Kind.HEADING and meant in outline.elements and meant != token.code
        if wrong:
            warnings.append(
                warning(token.line.number, "code-differs", code=token.code, other=meant)
            )
            token = replace(token, code=meant)
        recoded.append(token)
    return recoded, warnings


def check_clauses(tokens: list[Token], outline: StandardOutline) -> Iterator[ParsedWarning]:
    """A warning where an element's clauses are printed and stop short of its text."""
    printed: dict[str, list[Token]] = {}
    for token in tokens:
        if token.kind is Kind.CLAUSE and parent(token.code) in outline.elements:
            printed.setdefault(parent(token.code), []).append(token)
    for code, clauses in printed.items():
        together = squash("".join(clause.text for clause in clauses))
        whole = squash(outline.elements[code])
        if whole.startswith(together) and whole != together:
            last = clauses[-1]
            yield warning(last.line.number, "clauses-cut-short", code=code, text=last.text)
