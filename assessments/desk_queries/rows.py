"""What the list at the side is made of: one statement each."""

from datetime import datetime
from typing import Any

from django.db.models import (
    Count,
    F,
    FilteredRelation,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from accounts.models import HistoryEntry, User
from assessments.enums import State
from assessments.models import Assessment, ElementAssessment, EvidenceRequest
from evidence.models import SnapshotLink


def rows_of(assessment: Assessment, reader: User | None = None) -> QuerySet[ElementAssessment]:
    """Every element with its ratings, and `note_text` and `note_revision` of the reader's note.

    `cited` counts the items submitted for it, `open_requests` what was asked and is not
    closed, `waiting_requests` what of that the service has still to answer.
    """
    links = SnapshotLink.objects.filter(
        snapshot_id=assessment.snapshot_id, element_id=OuterRef("element_id")
    )
    requests = EvidenceRequest.objects.filter(row=OuterRef("pk"))
    own_note = Q(private_notes__author=reader.pk if reader else None)
    return (
        ElementAssessment.objects.filter(assessment=assessment)
        .select_related("element__sub_criterion__criterion", "self_rating", "rating", "accepted_by")
        .alias(own_note=FilteredRelation("private_notes", condition=own_note))
        .annotate(
            cited=_counted(links, "element_id", Count("item", distinct=True)),
            open_requests=_counted(requests.open(), "row_id"),
            waiting_requests=_counted(requests.waiting_for_service(), "row_id"),
            note_text=F("own_note__text"),
            note_revision=F("own_note__revision"),
        )
        .order_by("element")
    )


def _counted(found: QuerySet[Any], by: str, count: Count | None = None) -> Coalesce:
    counted = count or Count("pk")
    counts = found.order_by().values(by).annotate(count=counted).values("count")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


def rows_before(assessment: Assessment) -> dict[str, ElementAssessment]:
    """What the latest visit before this one found, by the element's code.

    By code, since that visit may have been under an earlier edition.
    """
    before = Assessment.objects.filter(
        portfolio_id=assessment.portfolio_id,
        state=State.COMPLETED,
        pk__lt=assessment.pk,
    )
    rows = ElementAssessment.objects.filter(
        assessment__in=before.order_by("-completed_at").values("pk")[:1]
    ).select_related("assessment", "element", "rating")
    return {row.element.code: row for row in rows}


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
