"""The words of one version, as the page of an item shows them."""

from dataclasses import dataclass

from evidence.enums import ReadingState
from evidence.models import EvidenceVersion, PageOfWords, Reading

MOST_PAGES = 200


@dataclass(frozen=True)
class WordsOfPlace:
    """What stands on a page, a slide or a part of a sheet: lines, their cells parted by tabs."""

    place: str
    words: str

    @property
    def rows(self) -> list[list[str]]:
        """Its lines, each as a list of cells."""
        return [line.split("\t") for line in self.words.splitlines()]

    @property
    def is_table(self) -> bool:
        """Whether every line has cells, so that a table shows it best."""
        return bool(self.words) and all("\t" in line for line in self.words.splitlines())


@dataclass(frozen=True)
class WordsOfVersion:
    """How far a version was read, why not further in plain words, and the words, place by place.

    `cut` says that there are more places than are given here.
    """

    state: ReadingState
    problem: str
    pages: list[WordsOfPlace]
    cut: bool = False


def pages_of(version: EvidenceVersion) -> WordsOfVersion:
    """The words of a version, at most MOST_PAGES places of them; two statements.

    A version that is held for the virus scanner shows none. Whether the reader may see the
    version is for the caller to have asked.
    """
    reading = Reading.objects.filter(version=version).first()
    if reading is None or not version.is_readable:
        return WordsOfVersion(ReadingState.WAITING, "", [])
    rows = PageOfWords.objects.filter(version=version).values_list("place", "words")
    pages = [WordsOfPlace(place, words) for place, words in rows[: MOST_PAGES + 1]]
    return WordsOfVersion(
        state=ReadingState(reading.state),
        problem=reading.problem_in_words,
        pages=pages[:MOST_PAGES],
        cut=len(pages) > MOST_PAGES,
    )
