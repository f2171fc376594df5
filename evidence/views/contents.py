"""What a page shows of a version itself: its note, its words, and the pictures beside it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from evidence.enums import ReadingState, VersionRole
from evidence.intake.store import open_stored
from evidence.models import EvidenceVersion
from evidence.search.queries import WordsOfPlace, WordsOfVersion, pages_of

from .files import shown_as

MOST_LETTERS = 60_000
MOST_ROWS = 200
PLAIN = ("text/plain", "text/markdown")


@dataclass(frozen=True)
class Picture:
    """A picture beside a note, in its place, and where its bytes are served."""

    number: int
    version: EvidenceVersion
    url: str

    @property
    def is_shown(self) -> bool:
        return shown_as(self.version) == "picture"


@dataclass(frozen=True)
class Contents:
    """`text` is a note or other plain text, `words` what was taken out of another file."""

    shown_as: str = ""
    text: str = ""
    words: WordsOfVersion | None = None
    places: list[WordsOfPlace] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    is_cut: bool = False
    takes_pictures: bool = False

    @property
    def is_read_here(self) -> bool:
        """Whether the page itself gives the words, so that opening it is reading them."""
        return bool(self.text or self.places)

    @cached_property
    def state(self) -> ReadingState | None:
        return self.words.state if self.words else None


def contents_of(
    version: EvidenceVersion | None, pictures: list[Picture], *, as_text: bool = False
) -> Contents:
    """Two statements for a file whose words are shown; none else. The caller asked who reads.

    With `as_text` also of a file that a browser could show as it is.
    """
    kind = "" if as_text else shown_as(version)
    if version is None or not version.is_readable or version.address or kind:
        return Contents(kind, pictures=pictures)
    if version.media_type in PLAIN:
        text = _plain_text(version)
        is_cut = len(text) > MOST_LETTERS
        return Contents(
            text=text[:MOST_LETTERS], pictures=pictures, is_cut=is_cut, takes_pictures=True
        )
    words = pages_of(version)
    places = _first_of(words.pages)
    shown, there = (sum(len(each.words) for each in some) for some in (places, words.pages))
    return Contents(words=words, places=places, is_cut=words.cut or shown < there)


def pictures_beside(
    version: EvidenceVersion | None, address: Callable[[EvidenceVersion], str]
) -> list[Picture]:
    """The pictures of a note, in the order in which they came; one statement."""
    if version is None or version.media_type not in PLAIN or not version.is_readable:
        return []
    beside = version.companions.filter(role=VersionRole.PICTURE).order_by("number")
    return [Picture(at, each, address(each)) for at, each in enumerate(beside, start=1)]


def _plain_text(version: EvidenceVersion) -> str:
    """The beginning of a text, one letter more than is shown; nothing where it is missing."""
    try:
        with open_stored(version.storage_key) as file:
            data = file.read(4 * MOST_LETTERS + 4)
    except FileNotFoundError:
        return ""
    try:
        text = data.decode("utf-8-sig", "ignore" if len(data) > 4 * MOST_LETTERS else "strict")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").strip()[: MOST_LETTERS + 1]


def _first_of(places: list[WordsOfPlace]) -> list[WordsOfPlace]:
    """As many places as make a page that can be read; a table's rows are counted too."""
    shown, room = [], MOST_LETTERS
    for place in places:
        if room <= 0:
            break
        words = "\n".join(place.words[:room].splitlines()[:MOST_ROWS])
        shown.append(WordsOfPlace(place.place, words))
        room -= len(words)
    return shown
