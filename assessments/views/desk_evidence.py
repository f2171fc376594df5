"""The evidence of an element as the desk shows it: a list, and the one that lies open."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from assessments.desk_queries import Exhibit
from assessments.models import Assessment
from evidence.enums import Listing
from evidence.models import EvidenceVersion, SnapshotLink
from evidence.views.contents import Contents, contents_of, pictures_beside
from evidence.views.files import shown_as


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
class PageLink:
    """A page of the document that lies open, near the one that "where to look" names."""

    number: int
    url: str
    is_cited: bool


@dataclass(frozen=True)
class Document:
    """The item that lies open: its file as submitted, and how the page shows it.

    `text_url` shows its words in place of its pages, and `pages_url` the pages again.
    """

    link: SnapshotLink
    view_url: str
    download_url: str
    contents: Contents
    pages: tuple[PageLink, ...] = ()
    text_url: str = ""
    pages_url: str = ""

    @property
    def version(self) -> EvidenceVersion | None:
        return self.link.version

    @property
    def shown_as(self) -> str:
        return self.contents.shown_as


def document_of(assessment: Assessment, rows: Rows, *, as_text: bool = False) -> Document | None:
    """The open item; a PDF opens at the page that "where to look" names.

    At most two statements: for the pictures beside a note, or for the words of a file.
    """
    row = rows.chosen
    if row is None:
        return None
    version, arguments = row.link.version, [assessment.pk, row.link.pk]
    view_url = reverse("assessments:desk_file_view", args=arguments)
    has_pages = shown_as(version) == "document"

    def picture_url(picture: EvidenceVersion) -> str:
        return reverse("assessments:desk_picture", args=[*arguments, picture.uuid])

    return Document(
        row.link,
        view_url + (_at_page(row.exhibit.page or 1) if has_pages else ""),
        reverse("assessments:desk_file", args=arguments),
        contents_of(version, pictures_beside(version, picture_url), as_text=as_text and has_pages),
        pages=_pages_around(row.exhibit.page, view_url) if has_pages and not as_text else (),
        text_url=_as_text(row) if has_pages and not as_text else "",
        pages_url=row.url if has_pages and as_text else "",
    )


def _at_page(page: int) -> str:
    """Beside the form there is room for the page alone, at full width."""
    return f"#page={page}&navpanes=0&view=FitH"


def _pages_around(cited: int | None, view_url: str) -> tuple[PageLink, ...]:
    """An address of its own for each, because viewers do not follow a change of the page alone."""
    if cited is None:
        return ()
    near = range(max(cited - 1, 1), cited + 2)
    return tuple(
        PageLink(page, f"{view_url}?page={page}{_at_page(page)}", page == cited) for page in near
    )


def _as_text(row: Row) -> str:
    place = f"#page-{row.exhibit.page}" if row.exhibit.page else ""
    return f"{row.url}&as=text{place}"
