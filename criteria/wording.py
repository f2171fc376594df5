"""Text that people typed, shown as paragraphs and simple lists. Nothing else in it counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

BULLET = re.compile(r"^[-*•–]\s+(?P<words>.+)$")
NUMBER = re.compile(r"^(?P<first>\d{1,3})[.)]\s+(?P<words>.+)$")


@dataclass
class Block:
    """A paragraph or a list; `first` is the number that a numbered list begins with."""

    kind: str
    lines: list[str] = field(default_factory=list)
    first: int = 1


def as_markup(text: str) -> SafeString:
    """Paragraphs parted by empty lines, lists of lines that begin with a hyphen or a number."""
    return format_html_join("\n", "{}", ((_markup(block),) for block in blocks_of(text)))


def blocks_of(text: str) -> Iterator[Block]:
    block = Block("p")
    for line in (*text.splitlines(), ""):
        kind, words, first = _read(line)
        if kind == "goes on" and block.kind != "p" and block.lines:
            block.lines[-1] += f" {words}"
            continue
        wanted = "p" if kind == "goes on" else kind
        if kind == "end" or wanted != block.kind:
            if block.lines:
                yield block
            block = Block("p" if kind == "end" else wanted, first=first)
        if words:
            block.lines.append(words)


def _read(line: str) -> tuple[str, str, int]:
    """What a line is: `end`, `ul`, `ol`, `p`, or, indented, one that goes on from the last."""
    words = line.strip()
    if not words:
        return "end", "", 1
    if found := BULLET.match(words):
        return "ul", found["words"], 1
    if found := NUMBER.match(words):
        return "ol", found["words"], int(found["first"])
    return ("goes on" if line[0].isspace() else "p"), words, 1


def _markup(block: Block) -> SafeString:
    if block.kind == "p":
        lines = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in block.lines))  # nosec B308  # all else is escaped
        return format_html("<p>{}</p>", lines)
    items = format_html_join("", "<li>{}</li>", ((line,) for line in block.lines))
    if block.kind == "ul":
        return format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', items)
    start = format_html(' start="{}"', block.first) if block.first != 1 else ""
    return format_html('<ol class="govuk-list govuk-list--number"{}>{}</ol>', start, items)
