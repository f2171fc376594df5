"""The evidence that a document prints, in the order of its lists."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Assessment
from criteria.models import Clause as StandardClause
from evidence.enums import Freshness
from evidence.freshness import why_stale
from evidence.models import EvidenceLink, SnapshotLink

from ..content import EvidenceLine
from .frame import day_of

Lists = dict[str, tuple[EvidenceLine, ...]]


def lists_of(assessment: Assessment) -> dict[int, Lists]:
    """The three printed lists of each element, by the element's id; one statement."""
    found: dict[int, dict[str, list[EvidenceLine]]] = {}
    for link in links_of(assessment):
        lists = found.setdefault(link.element_id, {})
        lists.setdefault(link.listing, []).append(_line(link))
    return {
        element: {listing: tuple(lines) for listing, lines in lists.items()}
        for element, lists in found.items()
    }


def links_of(assessment: Assessment) -> Iterable[EvidenceLink | SnapshotLink]:
    """The links a document about the assessment prints, in the order of their lists."""
    if not assessment.is_with_service:
        links = SnapshotLink.objects.filter(snapshot_id=assessment.snapshot_id)
        return links.select_related("clause").order_by("position", "pk")
    live = EvidenceLink.objects.in_use().filter(
        portfolio_id=assessment.portfolio_id, element__edition_id=assessment.edition_id
    )
    return live.select_related("item", "clause").order_by("position", "pk")


def _line(link: EvidenceLink | SnapshotLink) -> EvidenceLine:
    named = link if isinstance(link, SnapshotLink) else link.item
    clause: StandardClause | None = link.clause
    return EvidenceLine(
        code=named.code,
        title=named.title,
        locator=link.locator,
        clause_code=clause.code if clause else "",
        rationale=link.rationale,
        on_request=day_of(link.added_at) if isinstance(link, SnapshotLink) else None,
        stale=_stale(link),
    )


def _stale(link: EvidenceLink | SnapshotLink) -> str:
    """What was submitted tells how fresh it was then; before that, the day decides."""
    if isinstance(link, EvidenceLink):
        return why_stale(link.item, timezone.localdate())
    return _("when submitted") if link.freshness == Freshness.STALE else ""
