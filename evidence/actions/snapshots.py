"""What is submitted is copied, and what is read of the copy recorded."""

from collections.abc import Collection
from typing import cast

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from accounts.history import record
from accounts.models import User
from criteria.models import Edition
from evidence.enums import Scope, VersionRole
from evidence.models import (
    EvidenceLink,
    EvidenceVersion,
    Portfolio,
    Snapshot,
    SnapshotLink,
)

from .about import about_link, about_portfolio
from .guards import require_in_use


@transaction.atomic
def plan_snapshot(*, portfolio: Portfolio, edition: Edition) -> Snapshot:
    """An empty snapshot, to be taken at submission; access to it can be given from now on."""
    return Snapshot.objects.create(portfolio=portfolio, edition=edition)


@transaction.atomic
def freeze_links(*, snapshot: Snapshot, by: User) -> Snapshot:
    """Copy the links in use as they are now, each with what the assessor is to read of it.

    That is the item's latest version, or the redacted copy that stands in for it.
    A second submission, after the assessment was returned, takes the place of the first.
    """
    portfolio = (
        Portfolio.objects.select_for_update(of=("self",), no_key=True)
        .select_related("service__organisation")
        .get(pk=snapshot.portfolio_id)
    )
    snapshot.links.all().delete()
    snapshot.taken_at, snapshot.taken_by = timezone.now(), by
    snapshot.save(update_fields=["taken_at", "taken_by"])
    links = list(
        EvidenceLink.objects.in_use()
        .filter(portfolio=portfolio, element__edition=snapshot.edition_id)
        .select_related("item")
    )
    cited = EvidenceLink.objects.in_use().filter(portfolio=portfolio).values("item_id")
    submitted = versions_to_submit(cited)
    SnapshotLink.objects.bulk_create(_copy(snapshot, link, submitted) for link in links)
    record(verb="evidence.frozen", by=by, about=about_portfolio(portfolio), links=len(links))
    return snapshot


def versions_to_submit(items: Collection[int] | QuerySet) -> dict[int, EvidenceVersion]:
    """What an assessor reads of each of these items, by the item's id; two statements.

    The newest redacted copy of its latest original, or where there is none that original.
    Items without a file lack one.
    """
    of_cited = EvidenceVersion.objects.filter(item_id__in=items).order_by("number")
    latest = {version.item_id: version for version in of_cited.originals()}
    redacted = {
        version.accompanies_id: version for version in of_cited.filter(role=VersionRole.REDACTED)
    }
    return {item: redacted.get(version.pk, version) for item, version in latest.items()}


def _copy(
    snapshot: Snapshot, link: EvidenceLink, submitted: dict[int, EvidenceVersion]
) -> SnapshotLink:
    return SnapshotLink(
        snapshot=snapshot,
        element_id=link.element_id,
        item=link.item,
        version=submitted.get(link.item_id),
        clause_id=link.clause_id,
        code=link.item.code,
        title=link.item.title,
        scope=link.item.scope,
        status=link.status,
        position=cast(int, link.position),  # only links in use are copied
        locator=link.locator,
        rationale=link.rationale,
        freshness=link.item.freshness_on(timezone.localdate(snapshot.taken_at)),
    )


@transaction.atomic
def add_to_snapshot(*, snapshot: Snapshot, link: EvidenceLink, by: User) -> SnapshotLink:
    """Let what was submitted hold the link as it is now, marked as added on request.

    It comes at the end of its printed list, with what the assessor is to read of the item.
    Where that very version is there already, its line is returned and nothing is added; a
    newer one of an item that was submitted has a line of its own, and the first one stays.
    Raises ItemWithdrawn.
    """
    Portfolio.objects.select_for_update(no_key=True).get(pk=snapshot.portfolio_id)
    require_in_use(link.item)
    version = versions_to_submit([link.item_id]).get(link.item_id)
    same = snapshot.links.filter(element=link.element_id, item=link.item_id)
    if there := same.filter(version=version).first():
        return there
    added = _copy(snapshot, link, {link.item_id: version} if version else {})
    added.position = _end_of_list(added) + 1
    added.added_on_request, added.added_at = True, timezone.now()
    added.freshness = link.item.freshness_on(timezone.localdate(added.added_at))
    added.save()
    record(
        verb="evidence.added_on_request",
        by=by,
        about=about_link(link),
        code=added.code,
        element=link.element.code,
        number=version.number if version else 0,
    )
    return added


def _end_of_list(added: SnapshotLink) -> int:
    """The last place of the printed list that the line is to stand in."""
    lines = SnapshotLink.objects.filter(
        snapshot=added.snapshot_id, element=added.element_id, scope=added.scope
    )
    if added.scope == Scope.SERVICE:
        lines = lines.filter(status=added.status)
    return lines.aggregate(last=Max("position"))["last"] or 0
