"""What the list at the side is made of: one statement each."""

from datetime import datetime

from django.db.models import Count, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import HistoryEntry, User
from assessments.enums import State
from assessments.models import Assessment, ElementAssessment
from evidence.models import SnapshotLink


def rows_of(assessment: Assessment) -> QuerySet[ElementAssessment]:
    """Every element with its ratings; `cited` counts the items submitted for it."""
    cited = (
        SnapshotLink.objects.filter(
            snapshot_id=assessment.snapshot_id, element_id=OuterRef("element_id")
        )
        .order_by()
        .values("element_id")
        .annotate(count=Count("item", distinct=True))
        .values("count")
    )
    return (
        ElementAssessment.objects.filter(assessment=assessment)
        .select_related("element__sub_criterion__criterion", "self_rating", "rating", "accepted_by")
        .annotate(cited=Coalesce(Subquery(cited, output_field=IntegerField()), 0))
        .order_by("element")
    )


def rows_before(assessment: Assessment) -> dict[int, ElementAssessment]:
    """What the latest visit before this one found, by element id."""
    before = Assessment.objects.filter(
        portfolio_id=assessment.portfolio_id,
        edition_id=assessment.edition_id,
        state=State.COMPLETED,
        pk__lt=assessment.pk,
    )
    rows = ElementAssessment.objects.filter(
        assessment__in=before.order_by("-completed_at").values("pk")[:1]
    ).select_related("assessment", "rating")
    return {row.element_id: row for row in rows}


def read_by(reader: User, assessment: Assessment) -> dict[str, dict[int | None, datetime]]:
    """When the reader last opened each item since the submission, by the element's code."""
    entries = HistoryEntry.objects.filter(
        assessment_id=assessment.pk,
        actor_id=reader.pk,
        verb="evidence.read",
        at__gte=assessment.submitted_at,
    )
    read: dict[str, dict[int | None, datetime]] = {}
    items = entries.order_by().values_list("element_code", "item_id")
    for code, item, last in items.annotate(last=Max("at")):
        read.setdefault(code, {})[item] = last
    return read
