"""How many items of a library there are of each sort, counted once and kept until it changes.

The items are counted in cells, each a combination of status, scope, age and so on with the
number of items that have it. A thousand cells say how many items any choice would find, so
that 50,000 items need not be counted again for every click.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.cache import caches
from django.db.models import (
    Aggregate,
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject
from django.utils import timezone

from criteria.models import Element
from evidence.enums import LinkStatus, Scope
from evidence.freshness import freshness_in_sql
from evidence.models import EvidenceItem, EvidenceLink, Portfolio

from .kinds import kind_of, latest_of

KEPT_SECONDS = 300
INSIDE, IN_TITLE = 1, 2
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


class Headed(NamedTuple):
    """An element of the current edition, with what it stands under."""

    criterion: str
    criterion_title: str
    sub_criterion: str
    sub_criterion_title: str
    code: str


@dataclass(frozen=True)
class Shelf:
    """The cells of a whole library, and what there is to choose: owners, teams and elements."""

    cells: tuple[Cell, ...]
    items: tuple[str, ...] = ()
    """The ids of the items of each cell, with commas between: quicker kept than numbers."""
    elements: tuple[Headed, ...] = ()
    owners: dict[tuple[str, str], Counter] = field(default_factory=dict)
    """By id and name, how many items of each age."""
    teams: dict[tuple[str, str], int] = field(default_factory=dict)

    def cells_of(self, found: Mapping[int, int]) -> tuple[Cell, ...]:
        """The cells of these items alone, each of which is INSIDE or IN_TITLE. No statement."""
        return tuple(
            cell._replace(found=where, number=number)
            for cell, items in zip(self.cells, self.items, strict=True)
            for where, number in Counter(
                found[item] for item in map(int, items.split(",")) if item in found
            ).items()
        )


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


def count_shelf(portfolio: Portfolio, items: QuerySet[EvidenceItem], *, as_of: str) -> Shelf:
    """The whole library; at most one statement.

    `as_of` is the seal of the latest deed in the history: while it stays, nothing has
    changed, and nothing needs counting.
    """
    key = f"library:{portfolio.pk}:{as_of}:{timezone.localdate()}"
    kept = caches["near"].get(key) if as_of else None
    if kept is not None:
        return kept
    shelf = _read(
        _cells(portfolio, items.order_by()).union(
            _elements(portfolio),
            _named(items.filter(owner__isnull=False).in_use(), "owner", by_age=True),  # type: ignore[attr-defined]
            _named(items.filter(team__isnull=False).in_use(), "team"),  # type: ignore[attr-defined]
            all=True,
        )
    )
    if as_of:
        caches["near"].set(key, shelf, KEPT_SECONDS)
    return shelf


def _cells(portfolio: Portfolio, items: QuerySet) -> QuerySet:
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
        ),
        _Ids("pk"),
    )


class _Ids(Aggregate):
    """Numbers one after another as one text, with commas between."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = "STRING_AGG((%(expressions)s)::text, ',')"
        return self.as_sql(compiler, connection, template=template, **more)


def _elements(portfolio: Portfolio) -> QuerySet:
    """Elements of the current edition as rows of the same shape; all of each in one text."""
    above = {"sub_criterion": "sub_criterion", "criterion": "sub_criterion__criterion"}
    parts = {"code": F("code"), "place": F("position")}
    for name, path in above.items():
        parts[name] = F(f"{path}__code")
        parts[f"{name}_title"] = F(f"{path}__title")
        parts[f"{name}_place"] = F(f"{path}__position")
    of_edition = Element.objects.filter(
        edition__standard=portfolio.standard_id, edition__is_current=True
    )
    return _counted(_row(of_edition, "element", Cast(JSONObject(**parts), CharField())), _text(""))


def _named(items: QuerySet, what: str, *, by_age: bool = False) -> QuerySet:
    """Owners or teams as rows of the same shape; the id and name in one text."""
    name = Concat(Cast(f"{what}_id", CharField()), Value(" "), f"{what}__name")
    age = freshness_in_sql(timezone.localdate()) if by_age else _text("")
    return _counted(_row(items, what, name, age=age), _text(""))


def _row(things: QuerySet, what: str, name: Any, *, age: Any = None) -> QuerySet:
    """A row that is no cell; all that it says is its name, and for some the age."""
    return things.annotate(
        sort=_text(what),
        name=name,
        scope=_text(""),
        age=age or _text(""),
        kept_marking=_text(""),
        media=_text(""),
        **{flag: Value(False, output_field=BooleanField()) for flag in FLAGS},
    )


def _counted(rows: QuerySet, ids: Any) -> QuerySet:
    columns = ("sort", "name", "scope", "age", "kept_marking", "media", *FLAGS)
    return (
        rows.order_by()
        .values(*columns)
        .annotate(number=Count("*"), ids=ids)
        .values_list(*columns, "number", "ids")
    )


def _text(value: str) -> Value:
    return Value(str(value), output_field=CharField())


def _read(rows: Iterable[tuple]) -> Shelf:
    cells: list[Cell] = []
    items: list[str] = []
    elements: list[dict] = []
    owners: dict[tuple[str, str], Counter] = {}
    teams: dict[tuple[str, str], int] = {}
    for sort, name, scope, age, marking, media, *flags, number, ids in rows:
        pk, _space, words = name.partition(" ")
        if sort == "element":
            elements.append(json.loads(name))
        elif sort == "owner":
            owners.setdefault((pk, words), Counter())[age] += number
        elif sort == "team":
            teams[pk, words] = number
        else:
            *links, gone = flags
            said = zip(LinkStatus.values, links, strict=True)
            statuses = frozenset(status for status, is_so in said if is_so)
            kind = kind_of(media)
            cells.append(Cell(scope, age, marking, kind, statuses, bool(gone), INSIDE, number))
            items.append(ids)
    return Shelf(tuple(cells), tuple(items), _in_order(elements), _by_name(owners), _by_name(teams))


def _in_order(elements: list[dict]) -> tuple[Headed, ...]:
    places = ("criterion_place", "sub_criterion_place", "place")
    elements.sort(key=lambda element: [element[place] for place in places])
    return tuple(Headed(*(element[name] for name in Headed._fields)) for element in elements)


def _by_name(named: dict[tuple[str, str], Any]) -> dict[tuple[str, str], Any]:
    return dict(sorted(named.items(), key=lambda row: row[0][1].casefold()))
