"""What the pages of a pack say of its files: lines to be read, with addresses beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from accounts.templatetags.portal import file_kind
from evidence.enums import VersionRole

from ..content import anchor, natural
from .content import PackContent, PackFile, PackLink


@dataclass(frozen=True)
class FileLine:
    """A file to open: the words of its link, its kind and size, its address from the pack's folder.

    `web` is the address of a web page that the file notes. `absent` says why it is not there.
    """

    name: str
    facts: str
    href: str
    absent: str = ""
    web: str = ""
    seen_on: date | None = None


@dataclass(frozen=True)
class Place:
    """An element that an item is cited for, as the list of all evidence says it."""

    link: PackLink

    @property
    def anchor(self) -> str:
        return anchor("e", self.link.element)


@dataclass(frozen=True)
class Entry:
    """An item with its files and every place where it is cited, in order."""

    code: str
    title: str
    files: tuple[FileLine, ...]
    places: tuple[Place, ...]

    @property
    def anchor(self) -> str:
        return anchor("f", self.code)

    @property
    def opens(self) -> str:
        """Where its title leads: to its file; where it was submitted in several, to all of them."""
        there = [file for file in self.files if not file.absent]
        several = len({place.link.files[:1] for place in self.places}) > 1
        return f"#{self.anchor}" if several or not there else there[0].href


@dataclass(frozen=True)
class Absent:
    """Something that is not in the pack, why, and for which elements it was cited."""

    code: str
    title: str
    what: str
    why: str
    elements: tuple[str, ...]


def address_of(path: str) -> str:
    """The path as a link from the pack's own folder, whatever letters are in it."""
    return quote(path)


def lines_of(content: PackContent, link: PackLink) -> tuple[FileLine, ...]:
    """The files behind one cited item."""
    return tuple(_line(content, file) for file in content.files_of(link))


def entries_of(content: PackContent) -> list[Entry]:
    """All items in the order of their codes' first letters and numbers."""
    by_code: dict[str, list[PackLink]] = {}
    for link in content.links:
        by_code.setdefault(link.code, []).append(link)
    return [
        Entry(
            code,
            by_code[code][0].title,
            tuple(_line(content, file) for file in _once(content, by_code[code])),
            tuple(Place(link) for link in by_code[code]),
        )
        for code in sorted(by_code, key=natural)
    ]


def files_of_summary(content: PackContent) -> dict[str, str]:
    """For the summary: where the title of each item leads, by its code."""
    return {entry.code: entry.opens for entry in entries_of(content) if entry.files}


def absent_from(content: PackContent) -> list[Absent]:
    """What a reader will look for in vain: items without a file, and files left out."""
    found: list[Absent] = []
    for entry in entries_of(content):
        links = [place.link for place in entry.places]
        without = tuple(link.element for link in links if not link.files)
        if without:
            why = _("No file has been added for it.")
            if not content.is_draft:
                why = _("It was submitted without a file.")
            found.append(Absent(entry.code, entry.title, _("no file"), why, without))
        for file in _once(content, links):
            if file.absent:
                cited = tuple(link.element for link in links if file.key in link.files)
                what = what_is(content, file)
                found.append(Absent(entry.code, entry.title, what, file.absent, cited))
    return found


def what_is(content: PackContent, file: PackFile) -> str:
    """What a file is to its item."""
    values = {"number": file.number, "beside": file.beside}
    if file.role == VersionRole.REDACTED:
        return _("redacted copy of version %(beside)s") % values
    if file.role == VersionRole.PICTURE:
        return _("picture beside version %(beside)s") % values
    if file.key in content.behind:
        return _("original, version %(number)s") % values
    return _("version %(number)s") % values


def _once(content: PackContent, links: Iterable[PackLink]) -> Iterable[PackFile]:
    return {file.key: file for link in links for file in content.files_of(link)}.values()


def _line(content: PackContent, file: PackFile) -> FileLine:
    name = file.code
    if file.role != VersionRole.ORIGINAL or content.stands_beside_others(file):
        name = f"{file.code}, {what_is(content, file)}"
    facts = f"{file_kind(file.media_type)}, {filesizeformat(file.size)}"
    web = file.address if file.address.startswith(("http://", "https://")) else ""
    return FileLine(name, facts, address_of(file.path), file.absent, web, file.seen_on)
