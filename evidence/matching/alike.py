"""Items whose titles have similar words, the rare ones counting most."""

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass

from rapidfuzz import fuzz

from .index import Index, Item
from .names import MONTHS, Name

SHORTLIST = 12


@dataclass(frozen=True)
class Alike:
    """How like a title is, from 0 to 1, and the words that say so."""

    item: Item
    score: float
    words: tuple[str, ...]


def alike(name: Name, index: Index, *, without: Container[int] = ()) -> list[Alike]:
    """The items most like a name, best first; none whose years contradict it."""
    near = {word: dict(index.near(word)) for word in dict.fromkeys(name.words)}
    rough: dict[int, float] = defaultdict(float)
    items: dict[int, Item] = {}
    for others in near.values():
        for other, likeness in others.items():
            if not index.leads(other):
                continue
            for item in index.by_word[other]:
                if item.pk not in without:
                    rough[item.pk] += likeness * index.weight(other)
                    items[item.pk] = item
    best = sorted(rough, key=lambda pk: (-rough[pk], items[pk].prefix, items[pk].number))
    scored = [
        _score(name, items[pk], near, index)
        for pk in best[:SHORTLIST]
        if not name.contradicts(items[pk].name)
    ]
    return sorted(scored, key=lambda found: (-found.score, found.item.prefix, found.item.number))


def _score(name: Name, item: Item, near: dict[str, dict[str, float]], index: Index) -> Alike:
    """What the two share, as parts of both: rare words weigh more, the order a little."""
    theirs = set(item.name.words)
    shared: list[str] = []
    mine_found = mine_all = theirs_found = 0.0
    for word, others in near.items():
        hit = max(
            ((likeness, other) for other, likeness in others.items() if other in theirs),
            default=None,
        )
        if hit is None and word in MONTHS:  # when it was saved, more likely than what it is
            continue
        weight = index.weight(hit[1] if hit else word)
        mine_all += weight
        if hit:
            mine_found += hit[0] * weight
            theirs_found += hit[0] * weight
            shared.append(word)
    theirs_all = sum(index.weight(word) for word in theirs) or 1.0
    of_mine, of_theirs = mine_found / (mine_all or 1.0), min(theirs_found / theirs_all, 1.0)
    order = fuzz.token_set_ratio(" ".join(name.words), " ".join(item.name.words)) / 100
    score = 0.45 * of_mine + 0.4 * of_theirs + 0.15 * order
    years = name.years & item.name.years
    if years:
        score += 0.05
        shared += [str(year) for year in sorted(years)]
    elif item.name.years and not name.years:
        score -= 0.02
    return Alike(item, round(score, 4), tuple(shared))
