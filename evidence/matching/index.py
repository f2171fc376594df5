"""The items that files can belong to, looked up by code, by title and by word."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from math import log

from rapidfuzz import fuzz, process

from .names import Name, read

Key = tuple[str, int]
# A word that so many titles hold leads nowhere.
COMMON = 0.05
ALIKE_ENOUGH = 82


@dataclass(frozen=True)
class Item:
    """An item as far as files are matched to it."""

    pk: int
    code: str
    prefix: str
    number: int
    title: str
    has_file: bool = False
    corporate: bool = False

    @cached_property
    def name(self) -> Name:
        return read(self.title)


@dataclass
class Index:
    """Built once for a batch of files. `prefixes` are those of the service and the council."""

    items: Iterable[Item]
    prefixes: tuple[str, ...]
    by_code: dict[Key, Item] = field(default_factory=dict)
    by_title: dict[object, list[Item]] = field(default_factory=lambda: defaultdict(list))
    by_word: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for item in self.items:
            self.by_code[item.prefix, item.number] = item
            name = item.name
            if name.words:
                self.by_title[name.key].append(item)
            for word in set(name.words):
                self.by_word[word].append(item)
        self.size = max(len(self.by_code), 1)
        self._near: dict[str, list[tuple[str, float]]] = {}

    def weight(self, word: str) -> float:
        """How much a word tells: rare ones much, a word that no title holds as the rarest."""
        return log(1 + self.size / max(len(self.by_word.get(word, ())), 1))

    def leads(self, word: str) -> bool:
        """Whether the word is rare enough to look for items by it."""
        return len(self.by_word.get(word, ())) <= max(40, COMMON * self.size)

    def near(self, word: str) -> list[tuple[str, float]]:
        """Words of titles like this one, with how like: itself, shortened, or misspelt."""
        if word not in self._near:
            self._near[word] = self._look(word)
        return self._near[word]

    def _look(self, word: str) -> list[tuple[str, float]]:
        found = [(word, 1.0)] if word in self.by_word else []
        if len(word) < 3 or word.isdigit():
            return found
        others = self._begin_alike.get(word[:3], ())
        shortened = [
            (other, 0.85)
            for other in others
            if other != word and (other.startswith(word) or word.startswith(other))
        ]
        if found or shortened or len(word) < 5:
            return found + shortened
        bucket = [w for w in self._begin.get(word[0], ()) if abs(len(w) - len(word)) <= 2]
        near = process.extract(word, bucket, scorer=fuzz.ratio, score_cutoff=ALIKE_ENOUGH, limit=3)
        return [(str(other), score / 100 * 0.9) for other, score, _at in near]

    @cached_property
    def _begin_alike(self) -> dict[str, list[str]]:
        return self._by_beginning(3)

    @cached_property
    def _begin(self) -> dict[str, list[str]]:
        return self._by_beginning(1)

    def _by_beginning(self, letters: int) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for word in self.by_word:
            if len(word) >= 3 and not word.isdigit():
                groups[word[:letters]].append(word)
        return groups
