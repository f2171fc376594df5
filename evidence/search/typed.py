"""What somebody typed into a search, as words that no database can take for its syntax."""

import re
import unicodedata
from dataclasses import dataclass

MOST_CHARACTERS = 500
MOST_WORDS = 12
_TOKEN = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['\u2019]s\b", re.IGNORECASE)
_CODE = re.compile(r"([a-z]{1,6}) ?0*([0-9]{1,9})")
# What PostgreSQL leaves out of its index of English text; left out on SQLite as well, so
# that both find the same.
_COMMON = """
i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her
hers herself it its itself they them their theirs themselves what which who whom this that these
those am is are was were be been being have has had having do does did doing a an the and but if or
because as until while of at by for with about against between into through during before after
above below to from up down in out on off over under again further then once here there when where
why how all any both each few more most other some such no nor not only own same so than too very s
t can will just don should now
"""
COMMON = frozenset(_COMMON.split())


@dataclass(frozen=True)
class Word:
    """One word as typed, taken apart where signs part it: `HR-12` is hr and 12."""

    parts: tuple[str, ...]

    @property
    def phrase(self) -> str:
        """Its parts with spaces: letters and digits alone, lower case, without accents."""
        return " ".join(self.parts)

    @property
    def in_text(self) -> tuple[str, ...]:
        """Its parts without common words at either end, which PostgreSQL would not look for."""
        first, last = 0, len(self.parts)
        while first < last - 1 and self.parts[first] in COMMON:
            first += 1
        while last - 1 > first and self.parts[last - 1] in COMMON:
            last -= 1
        return self.parts[first:last]

    @property
    def code(self) -> tuple[str, int] | None:
        """Prefix and number where it looks like a whole code, however written."""
        found = _CODE.fullmatch(self.phrase)
        return (found[1].upper(), int(found[2])) if found else None


@dataclass(frozen=True)
class Typed:
    """The words of a search; `only_common` where all are such as stand in every text."""

    words: tuple[Word, ...]
    only_common: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.words


def typed(text: str) -> Typed:
    """The words to look for: each once, at most MOST_WORDS, none that is only signs."""
    found: dict[str, Word] = {}
    for piece in text[:MOST_CHARACTERS].split():
        word = Word(tuple(_TOKEN.findall(folded(_POSSESSIVE.sub("", piece)))))
        if word.parts:
            found.setdefault(word.phrase, word)
    rare = [word for word in found.values() if not COMMON.issuperset(word.parts)]
    words = rare or list(found.values())
    return Typed(tuple(words[:MOST_WORDS]), only_common=bool(words) and not rare)


def folded(text: str) -> str:
    """The text in lower case and without accents, as both indexes hold it."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).lower()
