"""What an organisation tells the public: its own text, or the one to begin from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.template.loader import render_to_string

from accounts.enums import OrganisationKind
from accounts.models import Organisation, Statement
from accounts.writing import Block, Piece, blocks_of

HEADING = re.compile(r"^#+\s+(.+)$")
ADDRESS = re.compile(r"https://[^\s<>\"]+[^\s<>\".,;:)]")


@dataclass(frozen=True)
class Section:
    """A heading, empty for what comes before the first, and what stands under it."""

    title: str
    blocks: tuple[Block, ...]


def text_to_begin_from(organisation: Organisation, kind: str) -> str:
    """The portal's own text for this page, with the organisation's name in it."""
    context = {"organisation": str(organisation)}
    return render_to_string(f"statements/{kind}.txt", context).strip() + "\n"


def statement_of(organisation: Organisation, kind: str) -> Statement | None:
    """What the organisation has written; one SQL statement."""
    rows = Statement.objects.select_related("updated_by")
    return rows.filter(organisation=organisation, kind=kind).first()


def organisations_with_pages() -> list[Organisation]:
    """Those that answer for the portal to the public: councils, by name."""
    return list(Organisation.objects.filter(kind=OrganisationKind.COUNCIL).order_by("name"))


def sections_of(text: str) -> list[Section]:
    """The text set out: `# ` begins a section, `- ` a point of a list, addresses are links."""
    sections: list[tuple[str, list[str]]] = [("", [])]
    for line in text.replace("\r\n", "\n").split("\n"):
        if found := HEADING.match(line):
            sections.append((found[1].strip(), []))
        else:
            sections[-1][1].append(line)
    laid_out = [Section(title, _with_links("\n".join(lines))) for title, lines in sections]
    return [section for section in laid_out if section.title or section.blocks]


def _with_links(text: str) -> tuple[Block, ...]:
    return tuple(
        replace(
            block,
            lines=tuple(
                tuple(each for piece in line for each in _pieces(piece.text))
                for line in block.lines
            ),
        )
        for block in blocks_of(text, {})
    )


def _pieces(text: str) -> Iterator[Piece]:
    at = 0
    for match in ADDRESS.finditer(text):
        if match.start() > at:
            yield Piece(text[at : match.start()])
        yield Piece(match[0], match[0])
        at = match.end()
    if at < len(text):
        yield Piece(text[at:])
