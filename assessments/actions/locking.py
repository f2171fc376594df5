"""An assessment held by one writer until the transaction ends."""

from assessments.models import Assessment


def locked(assessment: Assessment) -> Assessment:
    """The assessment read afresh under its lock, with portfolio, edition and snapshot."""
    return (
        Assessment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("portfolio__service__organisation", "edition", "snapshot")
        .get(pk=assessment.pk)
    )
