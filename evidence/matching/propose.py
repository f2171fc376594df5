"""What is proposed for each file of a batch: one item at most to one file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import PurePosixPath

from .alike import Alike, alike
from .codes import Written, codes_in, without
from .index import Index, Item
from .names import Name, of_file

LIKELY = 0.56
ALMOST = 0.46
CLOSE = 0.1
MOST = 3


class Match(StrEnum):
    SAME = "same"
    SURE = "sure"
    LIKELY = "likely"
    CHOOSE = "choose"
    NEW = "new"


class Why(StrEnum):
    BYTES = "bytes"
    CODE = "code"
    FOLDER = "folder"
    TITLE = "title"
    WORDS = "words"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Dropped:
    """A file as it was dropped: its name, and the folders that it lay in."""

    key: int
    path: str
    sha256: str = ""

    @property
    def file_name(self) -> str:
        return PurePosixPath(self.path.replace("\\", "/")).name

    @property
    def folders(self) -> tuple[str, ...]:
        return PurePosixPath(self.path.replace("\\", "/")).parts[:-1]


@dataclass(frozen=True)
class Proposal:
    """The items it may belong to, best first, and how sure that is."""

    match: Match
    why: Why
    items: tuple[Item, ...] = ()
    words: tuple[str, ...] = ()
    both: bool = False
    score: float = field(default=0.0, compare=False)


NEW = Proposal(Match.NEW, Why.NOTHING)


def propose(
    files: Sequence[Dropped],
    index: Index,
    *,
    same: Mapping[str, Item] | None = None,
    linked: Mapping[str, set[int]] | None = None,
) -> dict[int, Proposal]:
    """A proposal for each file, by its key.

    `same` are items by the SHA-256 of what they hold already; `linked` are the ids of the
    items cited for an element, by its code: folders are often named after elements.
    """
    found: dict[int, Proposal] = {}
    taken: set[int] = set()
    for file in files:
        if file.sha256 and same and file.sha256 in same:
            found[file.key] = Proposal(Match.SAME, Why.BYTES, (same[file.sha256],))
    for by in (_by_code, _by_title):
        for file in files:
            if file.key not in found and (proposal := by(file, index, taken)):
                found[file.key] = proposal
                if proposal.match == Match.SURE:
                    taken.add(proposal.items[0].pk)
    rest = [file for file in files if file.key not in found]
    return found | _by_words(rest, index, taken, linked or {})


def _by_code(file: Dropped, index: Index, taken: set[int]) -> Proposal | None:
    codes = [code for code in codes_in(_stem(file), index.prefixes) if code.key in index.by_code]
    if codes:
        return _of_codes(file, codes, index, taken)
    for folder in reversed(file.folders):
        codes = [code for code in codes_in(folder, index.prefixes) if code.key in index.by_code]
        if len({code.key for code in codes}) == 1:
            item = index.by_code[codes[0].key]
            return Proposal(Match.LIKELY, Why.FOLDER, (item,))
    return None


def _of_codes(
    file: Dropped, codes: list[Written], index: Index, taken: set[int]
) -> Proposal | None:
    items = list(dict.fromkeys(index.by_code[code.key] for code in codes))
    rest = of_file(without(_stem(file), codes))
    others = [item for item in index.by_title.get(rest.key, []) if item not in items]
    if len(items) > 1:
        return Proposal(Match.CHOOSE, Why.CODE, tuple(items[:MOST]), both=len(items) == 2)
    if others:  # the code says one item and the words another
        return Proposal(Match.CHOOSE, Why.CODE, tuple([*items, *others][:MOST]))
    if not any(code.plainly for code in codes) and not _fits(rest, items[0], index):
        return None if rest.words else Proposal(Match.LIKELY, Why.CODE, tuple(items))
    if items[0].pk in taken:
        return Proposal(Match.CHOOSE, Why.CODE, tuple(items))
    return Proposal(Match.SURE, Why.CODE, tuple(items))


def _fits(rest: Name, item: Item, index: Index) -> bool:
    words = {other for word in rest.words for other, _likeness in index.near(word)}
    return bool(words & set(item.name.words))


def _by_title(file: Dropped, index: Index, taken: set[int]) -> Proposal | None:
    name = of_file(file.file_name)
    items = [item for item in index.by_title.get(name.key, []) if not name.contradicts(item.name)]
    bare = _bare(items) or items
    if not bare:
        return None
    if len(bare) > 1:
        return Proposal(Match.CHOOSE, Why.TITLE, tuple(bare[:MOST]), both=len(bare) == 2)
    if bare[0].pk in taken:
        return Proposal(Match.CHOOSE, Why.TITLE, tuple(bare))
    return Proposal(Match.SURE, Why.TITLE, tuple(bare))


def _by_words(
    files: Sequence[Dropped], index: Index, taken: set[int], linked: Mapping[str, set[int]]
) -> dict[int, Proposal]:
    """The best pairs first, so that an item goes to the file that is most like it."""
    candidates = {file.key: _candidates(file, index, taken, linked) for file in files}
    found: dict[int, Proposal] = {}
    while candidates:
        key = max(candidates, key=lambda key: (_best(candidates[key]), -key))
        proposal = _of_alike(candidates.pop(key))
        found[key] = proposal
        if proposal.match != Match.LIKELY:
            continue
        taken.add(proposal.items[0].pk)
        for other, likes in candidates.items():
            candidates[other] = [like for like in likes if like.item.pk not in taken]
    return found


def _candidates(
    file: Dropped, index: Index, taken: set[int], linked: Mapping[str, set[int]]
) -> list[Alike]:
    """Items without a file come first, and those that the folder speaks for."""
    here: set[int] = set().union(*(linked.get(element_of(f), set()) for f in file.folders))
    return sorted(
        (
            replace(
                like,
                score=like.score - 0.08 * like.item.has_file + 0.08 * (like.item.pk in here),
            )
            for like in alike(of_file(file.file_name), index, without=taken)
        ),
        key=lambda like: -like.score,
    )


def element_of(folder: str) -> str:
    """The code of an element that a folder is named after: `1.2.3 Leadership`, or nothing."""
    code = folder.strip().split(" ")[0].rstrip(".:-_")
    parts = code.split(".")
    return code if len(parts) > 1 and all(part.isdigit() for part in parts) else ""


def _of_alike(likes: list[Alike]) -> Proposal:
    if not likes or likes[0].score < ALMOST:
        return NEW
    best = likes[0]
    close = [like for like in likes if like.score > best.score - CLOSE and like.score >= ALMOST]
    items = tuple(like.item for like in close[:MOST])
    if len(close) > 1 or best.score < LIKELY:
        twins = len(items) == 2 and items[0].name.key == items[1].name.key
        return Proposal(Match.CHOOSE, Why.WORDS, items, best.words, twins, best.score)
    return Proposal(Match.LIKELY, Why.WORDS, items, best.words, score=best.score)


def _best(likes: list[Alike]) -> float:
    return likes[0].score if likes else 0.0


def _bare(items: Sequence[Item]) -> list[Item]:
    return [item for item in items if not item.has_file]


def _stem(file: Dropped) -> str:
    stem, dot, _ending = file.file_name.rpartition(".")
    return stem if dot else file.file_name
