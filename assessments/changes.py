"""What became of each piece of evidence since the last visit. One statement each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models import TextChoices as Choices
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext_lazy as _

from assessments.enums import State
from assessments.models import Assessment
from assessments.queries import year_of
from criteria.models import Element
from evidence.enums import VersionRole
from evidence.models import (
    EvidenceItem,
    EvidenceLink,
    EvidenceVersion,
    Portfolio,
    Snapshot,
    SnapshotLink,
)


class Change(Choices):
    """An item beside the last visit."""

    UNCHANGED = "unchanged", _("unchanged since %(year)s")
    REFRESHED = "refreshed", _("newer version since %(year)s")
    NEW = "new", _("new since %(year)s")
    DROPPED = "dropped", _("no longer used since %(year)s")


@dataclass(frozen=True)
class Cited:
    """An item as the last visit had it."""

    item_id: int
    code: str
    title: str
    version_id: int | None = None


@dataclass(frozen=True)
class ElementChanges:
    """The items of an element beside those of the visit of the year `since`.

    Without an earlier visit `since` is empty and nothing is said of anything.
    """

    by_item: Mapping[int, Change] = field(default_factory=dict)
    dropped: tuple[Cited, ...] = ()
    since: str = ""

    @property
    def words(self) -> dict[int, str]:
        """What to say beside each item, by its id."""
        return {item: self.say(change) for item, change in self.by_item.items()}

    @property
    def dropped_words(self) -> str:
        return self.say(Change.DROPPED)

    def say(self, change: Change) -> str:
        return str(change.label) % {"year": self.since}


def changes_since_last(portfolio: Portfolio, element: Element) -> ElementChanges:
    """What the element cites now beside what the last completed visit was shown."""
    now = EvidenceLink.objects.in_use().filter(portfolio=portfolio, element=element)
    items = _items(_completed(portfolio), element.code, now.values("item_id"))
    return _changes(items.annotate(shown=to_be_read()))


def changes_in_snapshot(assessment: Assessment, element: Element) -> ElementChanges:
    """What was submitted for the element beside what the visit before was shown."""
    submitted = SnapshotLink.objects.filter(snapshot=assessment.snapshot_id, element=element)
    before = _completed(assessment.portfolio).filter(pk__lt=assessment.pk)
    items = _items(before, element.code, submitted.values("item_id"))
    # What was added on request stands behind the version that was submitted.
    shown = submitted.filter(item=OuterRef("pk")).order_by("pk").values("version_id")[:1]
    return _changes(items.annotate(shown=Subquery(shown)))


def change_between(before: Cited | None, now: Cited | None) -> Change:
    """What became of an item that at least one of two visits was shown."""
    if now is None:
        return Change.DROPPED
    if before is None:
        return Change.NEW
    return Change.UNCHANGED if before.version_id == now.version_id else Change.REFRESHED


def _completed(portfolio: Portfolio) -> QuerySet[Assessment]:
    return Assessment.objects.filter(portfolio=portfolio, state=State.COMPLETED).order_by(
        "-completed_at", "-pk"
    )


def _items(
    visits: QuerySet[Assessment], code: str, cited_now: QuerySet[Any, Any]
) -> QuerySet[EvidenceItem]:
    """The items cited now or shown at the latest of the visits, each with what is known."""
    last = visits[:1]
    snapshots = Snapshot.objects.filter(assessment__in=last.values("pk"))
    # By code: the last visit may have been under an earlier edition.
    shown = SnapshotLink.objects.filter(snapshot__in=snapshots.values("pk"), element__code=code)
    shown = shown.order_by("-pk")  # what was added on request came last
    as_it_was = JSONObject(code="code", title="title", version="version_id")
    return (
        EvidenceItem.objects.filter(Q(pk__in=cited_now) | Q(pk__in=shown.values("item_id")))
        .annotate(
            is_cited=Exists(cited_now.filter(item_id=OuterRef("pk"))),
            was=Subquery(shown.filter(item=OuterRef("pk")).values(as_it_was=as_it_was)[:1]),
            last_visit_on=Subquery(last.values("visit_on")),
            last_completed_at=Subquery(last.values("completed_at")),
        )
        .order_by("prefix", "number")
    )


def to_be_read(item: str = "pk") -> Subquery:
    """The version an assessor would be shown: the latest original, or its redacted copy.

    `item` names the item's id in the query that takes this.
    """
    originals = EvidenceVersion.objects.originals().filter(item=OuterRef(item))
    copies = EvidenceVersion.objects.filter(
        role=VersionRole.REDACTED, accompanies=OuterRef("pk")
    ).order_by("-number")
    read = originals.annotate(copy=Subquery(copies.values("pk")[:1])).order_by("-number")
    return Subquery(read.values(read=Coalesce(F("copy"), F("pk")))[:1])


def _changes(items: Iterable[Any]) -> ElementChanges:
    found = list(items)
    if not found or found[0].last_completed_at is None:
        return ElementChanges()
    last = Assessment(visit_on=found[0].last_visit_on, completed_at=found[0].last_completed_at)
    pairs = [(_as_it_was(item), _as_it_is(item)) for item in found]
    return ElementChanges(
        by_item={now.item_id: change_between(was, now) for was, now in pairs if now},
        dropped=tuple(was for was, now in pairs if was and not now),
        since=str(year_of(last)),
    )


def _as_it_was(item: Any) -> Cited | None:
    was = item.was
    return Cited(item.pk, was["code"], was["title"], was["version"]) if was else None


def _as_it_is(item: Any) -> Cited | None:
    return Cited(item.pk, item.code, item.title, item.shown) if item.is_cited else None
