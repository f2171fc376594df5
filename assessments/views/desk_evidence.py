"""The evidence of an element as the desk shows it: a list, and the one that lies open."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from assessments.desk_queries import Exhibit
from assessments.models import Assessment
from evidence.enums import Listing
from evidence.models import EvidenceVersion, SnapshotLink
from evidence.views.contents import Contents, contents_of, pictures_beside
from evidence.views.files import shown_as

CODE = re.compile(r"[A-Z]{1,6}[- ]?\d{1,5}")


@dataclass(frozen=True)
class Row:
    """A line of the list, which leads to itself lying open."""

    exhibit: Exhibit
    url: str
    is_open: bool

    @property
    def link(self) -> SnapshotLink:
        return self.exhibit.link


@dataclass(frozen=True)
class Rows:
    """The printed lists in their order; empty ones are left out."""

    lists: tuple[tuple[Listing, tuple[Row, ...]], ...]

    def __iter__(self) -> Iterator[Row]:
        return (row for _listing, rows in self.lists for row in rows)

    @property
    def chosen(self) -> Row | None:
        return next((row for row in self if row.is_open), None)

    @property
    def total(self) -> int:
        return sum(1 for _row in self)

    @property
    def read_count(self) -> int:
        return sum(row.exhibit.is_read for row in self)


def rows_of(
    exhibits: dict[str, list[Exhibit]], *, chosen: str, address: Callable[[int], str]
) -> Rows:
    """The lists with the chosen one open: by the number of its link, else the first."""
    everything = [exhibit for listing in Listing for exhibit in exhibits[listing]]
    known = {str(exhibit.link.pk) for exhibit in everything}
    if chosen not in known:
        chosen = str(everything[0].link.pk) if everything else ""
    return Rows(
        tuple(
            (
                listing,
                tuple(
                    Row(exhibit, address(exhibit.link.pk), str(exhibit.link.pk) == chosen)
                    for exhibit in exhibits[listing]
                ),
            )
            for listing in Listing
            if exhibits[listing]
        )
    )


@dataclass(frozen=True)
class Document:
    """The item that lies open: its file as submitted, and how the page shows it."""

    link: SnapshotLink
    view_url: str
    download_url: str
    contents: Contents

    @property
    def version(self) -> EvidenceVersion | None:
        return self.link.version

    @property
    def shown_as(self) -> str:
        return self.contents.shown_as


def document_of(assessment: Assessment, rows: Rows) -> Document | None:
    """The open item; a PDF opens at the page that "where to look" names.

    At most two statements: for the pictures beside a note, or for the words of a file.
    """
    row = rows.chosen
    if row is None:
        return None
    arguments = [assessment.pk, row.link.pk]
    page = row.exhibit.page

    def picture_url(picture: EvidenceVersion) -> str:
        return reverse("assessments:desk_picture", args=[*arguments, picture.uuid])

    # Beside the form there is room for the page alone, at full width.
    at = f"#page={page or 1}&navpanes=0&view=FitH"
    return Document(
        row.link,
        reverse("assessments:desk_file_view", args=arguments)
        + (at if shown_as(row.link.version) == "document" else ""),
        reverse("assessments:desk_file", args=arguments),
        contents_of(row.link.version, pictures_beside(row.link.version, picture_url)),
    )


def with_links(words: str, rows: Rows) -> list[list[tuple[str, str]]]:
    """The paragraphs of a text in pieces; a piece that is the code of an item leads to it."""
    urls = {row.link.code: row.url for row in rows}
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n", words.replace("\r\n", "\n")))
    return [list(_pieces(part, urls)) for part in paragraphs if part]


def _pieces(words: str, urls: dict[str, str]) -> Iterator[tuple[str, str]]:
    at = 0
    for found in CODE.finditer(words):
        if found[0] in urls:
            yield words[at : found.start()], ""
            yield found[0], urls[found[0]]
            at = found.end()
    yield words[at:], ""
