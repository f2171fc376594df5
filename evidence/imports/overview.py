"""Tells the list of contents at the start of a summary from its body."""

from .outline import StandardOutline, place
from .report import ParsedWarning, warning
from .tokens import Kind, Token

CODED = (Kind.HEADING, Kind.CLAUSE)
CONTENT = (Kind.SECTION, Kind.EVIDENCE, Kind.ACCEPTANCE)


def body_start(tokens: list[Token]) -> tuple[int, int]:
    """Where the overview begins and where the body does, as indexes; equal without overview.

    The codes of an overview rise; the body begins where they fall back. Where they never do,
    it begins with the headings that lead to the first list.
    """
    start = next((i for i, each in enumerate(tokens) if each.kind is Kind.OVERVIEW), None)
    if start is None:
        return 0, 0
    reached: tuple[int, ...] = ()
    for index in range(start, len(tokens)):
        token = tokens[index]
        if token.kind in CODED:
            if place(token.code) <= reached:
                return start, index
            reached = place(token.code)
        if token.kind in CONTENT:
            return start, chain_start(tokens, start, index)
    return start, start


def chain_start(tokens: list[Token], start: int, end: int) -> int:
    """The first of the headings just above `end` that lead down to the last of them."""
    first, last = end, ""
    for index in range(end - 1, start, -1):
        if tokens[index].kind not in CODED:
            continue
        if last and not last.startswith(f"{tokens[index].code}."):
            break
        first, last = index, tokens[index].code
    return first


def check_overview(tokens: list[Token], outline: StandardOutline) -> list[ParsedWarning]:
    """A warning where the overview names some criteria and not others."""
    named = {token.code for token in tokens if token.code}
    missing = [code for code in outline.criteria if code not in named]
    if not missing or not named:
        return []
    return [warning(tokens[0].line.number, "overview-incomplete", codes=", ".join(missing))]
