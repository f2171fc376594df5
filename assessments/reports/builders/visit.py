"""What the report says of the visit itself and of the one before, each in one statement."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, JSONField, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from accounts.models import HistoryEntry
from assessments.enums import State
from assessments.models import Assessment, ElementAssessment, EvidenceRequest, ReportText
from assessments.reckoning import Rated, reckon
from criteria.enums import CountsAs
from criteria.models import Rating
from evidence.models import ReaderGrant
from evidence.queries.cited import JSONList

from .words.basis import Before, Visit

ORDER = [CountsAs.MET, CountsAs.PARTIAL, CountsAs.NOT_MET]


@dataclass(frozen=True)
class VisitRead:
    """The facts of a visit, and the assessor's own words by part."""

    visit: Visit
    own: dict[str, str]


def visit_of(assessment: Assessment) -> VisitRead:
    """The facts of the visit; who submitted and completed it comes along with them."""
    row: Any = (
        Assessment.objects.select_related("submitted_by", "completed_by")
        .annotate(
            opened_on=_of_grants(Min("starts_on")),
            closed_on=_of_grants(Max("ends_on")),
            read=_items_read(assessment),
            asked=_requests(),
            own_words=_own_words(),
        )
        .get(pk=assessment.pk)
    )
    assessment.submitted_by, assessment.completed_by = row.submitted_by, row.completed_by
    read = row.read if assessment.completed_at else None
    visit = Visit(row.opened_on, row.closed_on, read, row.asked)
    return VisitRead(visit, {each["part"]: each["text"] for each in row.own_words or ()})


def _of_grants(day: Min | Max) -> Subquery:
    grants = ReaderGrant.objects.filter(
        snapshot=OuterRef("snapshot"), withdrawn_at__isnull=True
    ).order_by()
    return Subquery(grants.values("snapshot").annotate(day=day).values("day"))


def _items_read(assessment: Assessment) -> Coalesce:
    """Of what was submitted, by those who were given access."""
    readers = ReaderGrant.objects.filter(snapshot=assessment.snapshot_id).values("reader")
    entries = HistoryEntry.objects.filter(
        assessment_id=OuterRef("pk"), verb="evidence.read", actor_id__in=readers
    ).filter(at__lte=assessment.completed_at or timezone.now())
    counts = entries.order_by().values("assessment_id").annotate(n=Count("item_id", distinct=True))
    return Coalesce(Subquery(counts.values("n"), output_field=IntegerField()), 0)


def _requests() -> Coalesce:
    requests = EvidenceRequest.objects.filter(row__assessment=OuterRef("pk")).order_by()
    counts = requests.values("row__assessment").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


def _own_words() -> Subquery:
    texts = ReportText.objects.filter(assessment=OuterRef("pk")).exclude(text="").order_by()
    words = texts.values("assessment").annotate(all=JSONList(JSONObject(part="part", text="text")))
    return Subquery(words.values("all"), output_field=JSONField())


def before_of(assessment: Assessment, now: dict[str, Rating]) -> Before | None:
    """The last completed visit before it, beside the ratings `now` by code; one statement."""
    rows = _rows_before(assessment)
    if not rows:
        return None
    before = rows[0].assessment
    reckoning = reckon(
        (Rated(row.element.sub_criterion.criterion, row.rating, row.element.code) for row in rows),
        not_met_allowed=before.edition.non_compliant_allowed,
    )
    moved = [(row.element.code, _moved(row.rating, now.get(row.element.code))) for row in rows]
    return Before(
        before.label,
        before.kind,
        reckoning.passes,
        tuple(code for code, step in moved if step > 0),
        tuple(code for code, step in moved if step < 0),
    )


def _rows_before(assessment: Assessment) -> list[ElementAssessment]:
    earlier = Assessment.objects.filter(
        Q(completed_at__lt=assessment.completed_at) if assessment.completed_at else Q(),
        portfolio=assessment.portfolio_id,
        state=State.COMPLETED,
        pk__lt=assessment.pk,
    )
    rows = ElementAssessment.objects.filter(
        assessment__in=earlier.order_by("-completed_at", "-pk").values("pk")[:1]
    )
    return list(
        rows.select_related(
            "assessment__edition", "element__sub_criterion__criterion", "rating"
        ).order_by("element")
    )


def _moved(was: Rating | None, now: Rating | None) -> int:
    """Above 0 for the better; of ratings of two editions only what they count as is compared."""
    if was is None or now is None or CountsAs.EXCLUDED in (was.counts_as, now.counts_as):
        return 0
    if was.edition_id == now.edition_id and was.counts_as == now.counts_as:
        return was.position - now.position
    return ORDER.index(CountsAs(was.counts_as)) - ORDER.index(CountsAs(now.counts_as))
