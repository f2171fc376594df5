"""How many items of a library there are of each sort, counted once and kept until it changes.

The items are counted in cells, each a combination of status, scope, age and so on with the
number of items that have it. A thousand cells say how many items any choice would find, so
that 50,000 items need not be counted again for every click.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from evidence.enums import LinkStatus, Scope
from evidence.freshness import freshness_in_sql
from evidence.models import EvidenceItem, EvidenceLink, Portfolio

from .kinds import kind_of, latest_of

KEPT_SECONDS = 300
NOT_FOUND, INSIDE, IN_TITLE = 0, 1, 2
GROUPS = ("status", "scope", "age", "marking", "file", "unlinked", "withdrawn")
FLAGS = ("new", "active", "archived", "withdrawn")


class Cell(NamedTuple):
    """So many items that are alike in all of this."""

    scope: str
    age: str
    marking: str
    kind: str
    statuses: frozenset[str]
    withdrawn: bool
    found: int
    number: int

    @property
    def values(self) -> dict[str, frozenset[str]]:
        """By the name of a filter, what it would have to ask for to find these."""
        linked = self.statuses & {LinkStatus.NEW.value, LinkStatus.ACTIVE.value}
        return {
            "status": self.statuses,
            "scope": frozenset([self.scope]),
            "age": frozenset([self.age]),
            "marking": frozenset([self.marking]),
            "file": frozenset([self.kind]),
            "unlinked": frozenset() if linked else frozenset(["yes"]),
            "withdrawn": frozenset(["yes"]) if self.withdrawn else frozenset(),
        }


@dataclass(frozen=True)
class Shelf:
    """The cells of a whole library, and its owners and teams with what they have in use."""

    cells: tuple[Cell, ...]
    owners: dict[tuple[str, str], Counter] = field(default_factory=dict)
    """By id and name, how many items of each age."""
    teams: dict[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Tally:
    """How many items a choice finds, and how many each further choice would."""

    total: int
    in_title: int
    groups: dict[str, Counter]

    @property
    def inside(self) -> int:
        """How many were found by what their files say alone."""
        return self.total - self.in_title


def tally(cells: Iterable[Cell], chosen: Mapping[str, Iterable[str]]) -> Tally:
    """Count by the choices of each filter, each as if it alone were not chosen yet."""
    wanted = {name: frozenset(values) for name, values in chosen.items() if values}
    groups: dict[str, Counter] = {name: Counter() for name in GROUPS}
    total = in_title = 0
    for cell in cells:
        values = cell.values
        missed = [name for name, ask in wanted.items() if not ask & values[name]]
        if cell.withdrawn and "withdrawn" not in wanted:
            missed.append("withdrawn")
        if not missed:
            total += cell.number
            in_title += cell.number if cell.found == IN_TITLE else 0
        if len(missed) < 2:
            for name, having in values.items():
                if not missed or missed[0] == name:
                    for value in having:
                        groups[name][value] += cell.number
    return Tally(total, in_title, groups)


def count_shelf(
    portfolio: Portfolio,
    items: QuerySet[EvidenceItem],
    *,
    as_of: str,
    narrowed: QuerySet[EvidenceItem] | None = None,
    in_title: Q | None = None,
) -> tuple[Shelf, tuple[Cell, ...]]:
    """The whole library, and the cells of what it is narrowed to; at most one statement.

    `as_of` is the seal of the latest deed in the history: while it stays, nothing has
    changed, and the whole library needs no counting. `in_title` are the items found by
    their code or title.
    """
    key = f"library:{portfolio.pk}:{as_of}:{timezone.localdate()}"
    kept = cache.get(key) if as_of else None
    if kept is not None and narrowed is None:
        return kept, kept.cells
    if kept is not None:
        found = _found(None, in_title)
        return kept, _read(_cells(portfolio, _alone(items, narrowed), found)).cells
    found = _found(narrowed, in_title)
    rows = _cells(portfolio, items.order_by(), found).union(
        _named(items.filter(owner__isnull=False).in_use(), "owner", by_age=True),  # type: ignore[attr-defined]
        _named(items.filter(team__isnull=False).in_use(), "team"),  # type: ignore[attr-defined]
        all=True,
    )
    read = _read(rows)
    shelf = Shelf(_merged(read.cells), read.owners, read.teams)
    if as_of:
        cache.set(key, shelf, KEPT_SECONDS)
    return shelf, tuple(cell for cell in read.cells if cell.found)


def _alone(items: QuerySet, narrowed: QuerySet | None) -> QuerySet:
    return items.filter(pk__in=(items if narrowed is None else narrowed).order_by().values("pk"))


def _found(narrowed: QuerySet | None, in_title: Q | None) -> Case:
    """Whether an item is found, and whether by its code or title."""
    cases = [] if in_title is None else [When(in_title, then=Value(IN_TITLE))]
    if narrowed is not None:
        missed = ~Q(pk__in=narrowed.order_by().values("pk"))
        cases.insert(0, When(missed, then=Value(NOT_FOUND)))
    return Case(*cases, default=Value(INSIDE), output_field=IntegerField())


def _cells(portfolio: Portfolio, items: QuerySet, found: Case) -> QuerySet:
    links = EvidenceLink.objects.filter(portfolio=portfolio, item=OuterRef("pk"))
    return _counted(
        items.annotate(
            sort=_text("cell"),
            name=_text(""),
            scope=Case(
                When(service__isnull=True, then=_text(Scope.CORPORATE)),
                default=_text(Scope.SERVICE),
            ),
            age=freshness_in_sql(timezone.localdate()),
            media=Coalesce(latest_of(OuterRef("pk"), "media_type"), _text("")),
            kept_marking=Cast("marking", CharField()),
            **{status: Exists(links.filter(status=status)) for status in LinkStatus.values},
            withdrawn=Case(
                When(withdrawn_at__isnull=True, then=Value(False)),
                default=Value(True),
                output_field=BooleanField(),
            ),
            found=found,
        )
    )


def _named(items: QuerySet, what: str, *, by_age: bool = False) -> QuerySet:
    """Owners or teams as rows of the same shape; the id and name in one text."""
    return _counted(
        items.order_by().annotate(
            sort=_text(what),
            name=Concat(Cast(f"{what}_id", CharField()), Value(" "), f"{what}__name"),
            scope=_text(""),
            age=freshness_in_sql(timezone.localdate()) if by_age else _text(""),
            kept_marking=_text(""),
            media=_text(""),
            **{flag: Value(False, output_field=BooleanField()) for flag in FLAGS},
            found=Value(0, output_field=IntegerField()),
        )
    )


def _counted(rows: QuerySet) -> QuerySet:
    columns = ("sort", "name", "scope", "age", "kept_marking", "media", *FLAGS, "found")
    return (
        rows.order_by().values(*columns).annotate(number=Count("*")).values_list(*columns, "number")
    )


def _text(value: str) -> Value:
    return Value(str(value), output_field=CharField())


def _read(rows: Iterable[tuple]) -> Shelf:
    cells: list[Cell] = []
    owners: dict[tuple[str, str], Counter] = {}
    teams: dict[tuple[str, str], int] = {}
    for sort, name, scope, age, marking, media, new, active, archived, gone, found, number in rows:
        pk, _space, words = name.partition(" ")
        if sort == "owner":
            owners.setdefault((pk, words), Counter())[age] += number
        elif sort == "team":
            teams[pk, words] = number
        else:
            flags = zip(LinkStatus.values, (new, active, archived), strict=True)
            statuses = frozenset(status for status, is_so in flags if is_so)
            kind = kind_of(media)
            cells.append(Cell(scope, age, marking, kind, statuses, bool(gone), found, number))
    return Shelf(tuple(cells), _by_name(owners), _by_name(teams))


def _merged(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The cells without regard to what was looked for."""
    together: Counter = Counter()
    for cell in cells:
        together[cell._replace(found=INSIDE, number=0)] += cell.number
    return tuple(cell._replace(number=number) for cell, number in together.items())


def _by_name(named: dict[tuple[str, str], Any]) -> dict[tuple[str, str], Any]:
    return dict(sorted(named.items(), key=lambda row: row[0][1].casefold()))
