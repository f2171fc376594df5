"""What a completed assessment leaves to be done, and the taking back of it."""

from assessments.improvement_queries import origin_of
from assessments.models import Assessment, Improvement


def make_improvements(assessment: Assessment) -> int:
    """An improvement for each element under review that needs one; says how many there are.

    One that is there already, because the assessment was completed before, keeps what was
    done about it.
    """
    rows = assessment.elements.filter(in_review=True).select_related("rating")
    needed = {row: origin for row in rows if (origin := origin_of(row))}
    there = {each.row_id: each for each in Improvement.objects.filter(row__in=needed)}
    Improvement.objects.bulk_create(
        Improvement(row=row, origin=origin, text=row.finding, owner=row.owner)
        for row, origin in needed.items()
        if row.pk not in there
    )
    for row, origin in needed.items():
        if row.pk in there:
            Improvement.objects.filter(row=row).update(origin=origin)
    return len(needed)


def forget_improvements(assessment: Assessment) -> None:
    """Remove those that nobody has reported on; the others stay."""
    of_assessment = Improvement.objects.filter(row__assessment=assessment)
    of_assessment.filter(updates__isnull=True).delete()
