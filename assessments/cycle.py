"""Which visit comes next, and which elements it looks at. Plain functions over plain facts.

Elements are known by their codes, so that a new edition goes on where the old one was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from criteria.cycle import Cycle, Visit
from criteria.enums import CountsAs

WANTING = frozenset({CountsAs.PARTIAL.value, CountsAs.NOT_MET.value})


@dataclass(frozen=True)
class Part:
    """An element of the edition: its code, and the code of its criterion and its limit."""

    code: str
    criterion: str
    partials_allowed: int | None = None


@dataclass(frozen=True)
class Past:
    """A visit that was made, or is counted on: what it looked at, and what was found.

    `found` holds, by code, what each rating counts as, carried ratings included; it is
    empty for a visit that is still to come.
    """

    kind: str
    reviewed: frozenset[str]
    found: Mapping[str, str]
    passed: bool = True


def next_visit(cycle: Cycle, past: Sequence[Past]) -> Visit:
    """What follows the last of the visits that were made, oldest first.

    After a failure the remedial visit where the scheme has one. A remedial visit that was
    passed makes good the visit before it, so the cycle goes on after that.
    """
    if past and not past[-1].passed and cycle.remedial:
        return cycle.remedial
    regular = [visit for visit in past if not cycle.is_remedial(visit.kind)]
    return cycle.after(regular[-1].kind) if regular else cycle.first


def elements_for(
    visit: Visit, cycle: Cycle, parts: Sequence[Part], past: Sequence[Past]
) -> frozenset[str]:
    """The codes that the proposal puts under review; `past` holds the visits before it.

    A share always comes with what was partial or not met last time, and with what no visit
    has looked at yet, as in a new edition: there is no rating of it to carry.
    """
    if cycle.is_remedial(visit.kind):
        return to_put_right(parts, past[-1].found if past else {}) or _all(parts)
    if visit.covers_all:
        return _all(parts)
    never = _all(parts).difference(*(made.reviewed for made in past))
    return next_share(parts, past, cycle) | wanting(parts, past) | never


def wanting(parts: Sequence[Part], past: Sequence[Past]) -> frozenset[str]:
    """What was partly met or not met at the last visit; nothing where that is still to come."""
    found = past[-1].found if past else {}
    return frozenset(part.code for part in parts if found.get(part.code) in WANTING)


def to_put_right(parts: Sequence[Part], found: Mapping[str, str]) -> frozenset[str]:
    """What was not met, and the partly met of every criterion that has too many of those."""
    codes = {part.code for part in parts if found.get(part.code) == CountsAs.NOT_MET}
    for _criterion, group in groupby(parts, key=lambda part: part.criterion):
        of_criterion = list(group)
        partly = [part.code for part in of_criterion if found.get(part.code) == CountsAs.PARTIAL]
        allowed = of_criterion[0].partials_allowed
        if allowed is not None and len(partly) > allowed:
            codes.update(partly)
    return frozenset(codes)


def next_share(parts: Sequence[Part], past: Sequence[Past], cycle: Cycle) -> frozenset[str]:
    """One share of every criterion: those that were longest not under review.

    Among equals those that a visit by shares looked at longest ago come first, then those
    that come first in the standard. So the shares follow each other without a gap, and
    after `cycle.years` visits everything has been looked at.
    """
    by_shares = [visit for visit in past if _goes_by_shares(visit, cycle)]
    last, last_share = _last_seen(past), _last_seen(by_shares)
    chosen: set[str] = set()
    for codes, size in shares_of(parts, cycle.years, turn=len(by_shares)):
        order = sorted(codes, key=lambda code: (last.get(code, -1), last_share.get(code, -1)))
        chosen.update(order[:size])
    return frozenset(chosen)


def shares_of(
    parts: Sequence[Part], years: int, *, turn: int
) -> Iterable[tuple[tuple[str, ...], int]]:
    """Each criterion's codes, and how many of them belong to a visit at this turn.

    The odd ones go to the turns one after another, over all criteria together, so that the
    visits of one round differ by at most one element.
    """
    odd = 0
    for _criterion, group in groupby(parts, key=lambda part: part.criterion):
        codes = tuple(part.code for part in group)
        size, left = divmod(len(codes), years)
        yield codes, size + (1 if (turn - odd) % years < left else 0)
        odd += left


def _last_seen(past: Sequence[Past]) -> dict[str, int]:
    """The place of the last visit that looked at each code."""
    return {code: place for place, visit in enumerate(past) for code in visit.reviewed}


def _goes_by_shares(visit: Past, cycle: Cycle) -> bool:
    known = cycle.find(visit.kind)
    return bool(known and not known.covers_all and not cycle.is_remedial(visit.kind))


def _all(parts: Iterable[Part]) -> frozenset[str]:
    return frozenset(part.code for part in parts)
