"""Finding items by what was typed: the one interface over both databases.

    hits = find(portfolio, "customer charter")     # one statement
    hits.narrow(library_items(portfolio))          # a QuerySet of the items found
    hits.best_first(library_items(portfolio))      # the same for a Paginator, best match first
    snippets_for(page_of_items, hits)              # where the words stand; one statement

Every word typed must be found: in code, title and description together, or on one page of
the latest original file. A word matches a code or a title by its beginning, and text by
itself in any of its forms. Nothing that is typed is syntax to a database.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from types import ModuleType
from typing import Any, NamedTuple, overload

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    F,
    IntegerField,
    Lookup,
    Q,
    QuerySet,
    Value,
    When,
)

from accounts.models import Organisation
from evidence.enums import Scan, VersionRole
from evidence.models import EvidenceItem, PageOfWords, Portfolio

from . import postgres, sqlite
from .snippets import Snippet, snippet
from .typed import Typed, typed

READABLE = [Scan.CLEAN, Scan.NOT_SCANNED]
_FOUND = """
SELECT found.id, found.kind, found.places, found.page, {narrowed}, {listed} FROM (
SELECT item.id AS id, CASE WHEN {is_code} THEN 0 ELSE 1 END AS kind, 0 AS places, 0 AS page
FROM evidence_evidenceitem AS item
WHERE item.id IN ({items}) AND {scope}
UNION ALL
SELECT item.id, 2, found.places, found.page
FROM ({versions}) AS found
JOIN evidence_evidenceversion AS version ON version.id = found.version_id
JOIN evidence_evidenceitem AS item ON item.id = version.item_id
WHERE {scope} AND version.role = %s AND version.scan IN (%s, %s) {latest}
) AS found
"""
_LATEST = """
    AND NOT EXISTS (
        SELECT 1 FROM evidence_evidenceversion AS later
        WHERE later.item_id = version.item_id AND later.role = %s
            AND later.number > version.number
    )
"""


class Kind(IntEnum):
    """Where the words were found, the best first."""

    CODE = 0
    TITLE = 1
    TEXT = 2


class Hit(NamedTuple):
    """Why an item was found; `places` counts the pages of its file, `page` is the first.

    `narrowed` and `listed` say whether it is among the items that `find` was given so.
    """

    kind: int
    places: int = 0
    page: int = 0
    narrowed: bool = True
    listed: bool = True


@dataclass(frozen=True)
class Hits:
    """The items that were found, by their primary keys, whatever a list leaves out of them."""

    typed: Typed
    by_item: dict[int, Hit] = field(default_factory=dict)

    def narrow(self, items: QuerySet[EvidenceItem]) -> QuerySet[EvidenceItem]:
        """Those of the items that were found and are listed, in their order. No statement."""
        if not self.listed:
            return items.none()
        return items.filter(_Among(F("pk"), self.listed))

    def best_first(self, items: QuerySet[EvidenceItem]) -> "BestFirst":
        """The items that were found and are listed, the best match first, for a Paginator.

        All of them must be among `items`, of which it takes its parts.
        """
        return BestFirst(self.listed, items)

    @cached_property
    def listed(self) -> list[int]:
        """The items that are listed, the best first; of equal ones that which is there longest."""
        ranked = [(hit.kind, -hit.places, item) for item, hit in self.by_item.items() if hit.listed]
        return [item for _kind, _places, item in sorted(ranked)]


class _Among(Lookup):
    """Whether a number is one of many, given to the database as one value."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple]:
        number, before = self.process_lhs(compiler, connection)
        numbers, values = _engine(connection).among(self.rhs)
        return f"{number} {numbers}", (*before, *values)


class BestFirst:
    """A list of items by how well they match; a part of it is a QuerySet. No statement."""

    ordered = True

    def __init__(self, order: list[int], items: QuerySet[EvidenceItem]) -> None:
        self._items = items
        self._order = order

    def place_of(self, item: EvidenceItem) -> int:
        """The place of the item from 1; 0 where it is not among them."""
        return self._order.index(item.pk) + 1 if item.pk in self._order else 0

    def count(self) -> int:
        return len(self._order)

    def __len__(self) -> int:
        return self.count()

    def __iter__(self) -> Iterator[EvidenceItem]:
        return iter(self[:])

    @overload
    def __getitem__(self, part: int, /) -> EvidenceItem: ...

    @overload
    def __getitem__(self, part: slice, /) -> QuerySet[EvidenceItem]: ...

    def __getitem__(self, part: int | slice, /) -> EvidenceItem | QuerySet[EvidenceItem]:
        if isinstance(part, int):
            return self._items.get(pk=self._order[part])
        wanted = self._order[part]
        if not wanted:
            return self._items.none()
        places = [When(pk=pk, then=Value(at)) for at, pk in enumerate(wanted)]
        order = Case(*places, output_field=IntegerField())
        return self._items.filter(pk__in=wanted).order_by(order)


def find(
    portfolio: Portfolio,
    words: str,
    *,
    narrowed: QuerySet[EvidenceItem] | None = None,
    listed: QuerySet[EvidenceItem] | None = None,
) -> Hits:
    """What the words find among the items that the portfolio's service can use.

    Files that wait for the virus scanner or are not the latest are not looked into. Each hit
    says whether it is among `narrowed` and among `listed`, which None has it be. One
    statement; none for words without a letter or digit, which find nothing.
    """
    wanted = typed(words)
    if wanted.is_empty:
        return Hits(wanted)
    if wanted.only_common:
        items = EvidenceItem.objects.of_service(portfolio.service)
        return Hits(wanted, _by_title(items, wanted, narrowed, listed))
    return Hits(wanted, _found(_of_portfolio(portfolio), wanted, narrowed, listed))


def find_in_organisation(
    organisation: Organisation, words: str, *, listed: QuerySet[EvidenceItem] | None = None
) -> Hits:
    """What the words find in all services of the organisation and its corporate evidence.

    Every version that can be read is looked into, not the latest alone; the hit is on the
    newest that has the words. One statement.
    """
    wanted = typed(words)
    if wanted.is_empty:
        return Hits(wanted)
    if wanted.only_common:
        items = EvidenceItem.objects.filter(organisation=organisation)
        return Hits(wanted, _by_title(items, wanted, None, listed))
    return Hits(wanted, _found(_of_organisation(organisation), wanted, None, listed))


def _found(
    scope: "_Scope", wanted: Typed, narrowed: QuerySet | None, listed: QuerySet | None
) -> dict[int, Hit]:
    found: dict[int, Hit] = {}
    with connection.cursor() as cursor:
        cursor.execute(*_statement(scope, wanted, narrowed, listed))
        for item, kind, places, page, is_narrowed, is_listed in cursor.fetchall():
            known = found.get(item, Hit(kind))
            newer = known if known.page > page else Hit(kind, places, page)
            best = min(kind, known.kind)
            found[item] = Hit(best, newer.places, newer.page, is_narrowed, is_listed)
    return found


def snippets_for(items: Iterable[EvidenceItem], hits: Hits) -> dict[int, Snippet]:
    """Where the words stand in the files of a page of items, by item.

    Items whose files do not hold the words are left out. One statement.
    """
    first = {hit.page: item.pk for item in items if (hit := hits.by_item.get(item.pk)) and hit.page}
    if not first:
        return {}
    return {
        first[found.page]: snippet(found, places=hits.by_item[first[found.page]].places)
        for found in _engine().marked(connection, list(first), hits.typed)
    }


def install(using: str = "default", **_signal: Any) -> None:
    """Make the index where it is missing, and the triggers that keep it in step."""
    on = connections[using]
    if PageOfWords._meta.db_table in on.introspection.table_names():
        _engine(on).install(on)


def remove(using: str = "default") -> None:
    """Take the index away, before so many rows come that it is quicker to make it anew."""
    on = connections[using]
    if PageOfWords._meta.db_table in on.introspection.table_names():
        _engine(on).remove(on)


def forget_for_good(using: str = "default") -> None:
    """Have the database let go of words that were removed, also in the files that it keeps.

    Takes as long as writing the index anew; within a transaction it does nothing.
    """
    on = connections[using]
    if not on.in_atomic_block:
        _engine(on).forget_for_good(on)


def _engine(on: BaseDatabaseWrapper | None = None) -> ModuleType:
    return postgres if (on or connection).vendor == "postgresql" else sqlite


class _Scope(NamedTuple):
    """Whose items are looked for, as a condition, and whether in their latest files alone."""

    condition: str
    values: list
    only_latest: bool


def _of_portfolio(portfolio: Portfolio) -> _Scope:
    condition = "item.organisation_id = %s AND (item.service_id = %s OR item.service_id IS NULL)"
    service = portfolio.service
    return _Scope(condition, [service.organisation_id, service.pk], only_latest=True)


def _of_organisation(organisation: Organisation) -> _Scope:
    return _Scope("item.organisation_id = %s", [organisation.pk], only_latest=False)


def _statement(
    scope: _Scope, wanted: Typed, narrowed: QuerySet | None, listed: QuerySet | None
) -> tuple[str, list]:
    """Rows as a Hit has them after the item; those of titles come first."""
    is_narrowed, by_narrowed = _is_among(narrowed)
    is_listed, by_listed = _is_among(listed)
    items, by_items = _engine().items_with(wanted)
    versions, by_versions = _engine().versions_with(wanted)
    is_code, by_code = _is_code(wanted)
    latest, by_latest = (_LATEST, [VersionRole.ORIGINAL]) if scope.only_latest else ("", [])
    return (
        _FOUND.format(
            scope=scope.condition,
            latest=latest,
            items=items,
            versions=versions,
            is_code=is_code,
            narrowed=is_narrowed,
            listed=is_listed,
        ),
        [*by_narrowed, *by_listed, *by_code, *by_items, *scope.values, *by_versions,
         *scope.values, VersionRole.ORIGINAL, *READABLE, *by_latest],
    )  # fmt: skip


def _is_among(items: QuerySet | None) -> tuple[str, tuple]:
    """Whether what was found is one of these items."""
    if items is None:
        return "1 = 1", ()
    try:
        these, values = items.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "1 = 0", ()
    return f"found.id IN ({these})", values


def _is_code(wanted: Typed) -> tuple[str, list]:
    """Whether the item is one whose code was typed, or the beginning of it."""
    parts, values = [], []
    for word in wanted.words:
        if any(sign.isdigit() for sign in word.phrase):
            prefix, number = word.code or ("", 0)
            parts.append("lower(item.code) LIKE %s OR (item.prefix = %s AND item.number = %s)")
            values += [f"{word.phrase}%", prefix, number]
    return " OR ".join(parts) or "1 = 0", values


def _by_title(
    items: QuerySet[EvidenceItem], wanted: Typed, narrowed: QuerySet | None, listed: QuerySet | None
) -> dict[int, Hit]:
    """For words that the index leaves out: those of the items whose title or code holds them."""
    found = items
    for word in wanted.words:
        found = found.filter(Q(title__icontains=word.phrase) | Q(code__istartswith=word.phrase))
    rows = found.values_list("pk", _one_of(narrowed), _one_of(listed))
    return {pk: Hit(Kind.TITLE, 0, 0, *more) for pk, *more in rows}


def _one_of(items: QuerySet | None) -> Value | ExpressionWrapper:
    if items is None:
        return Value(True)
    return ExpressionWrapper(Q(pk__in=items.order_by().values("pk")), output_field=BooleanField())
