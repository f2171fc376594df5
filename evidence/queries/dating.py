"""The items whose dates nobody has said yet."""

from django.db.models import Case, Q, QuerySet, Value, When

from evidence.enums import Freshness
from evidence.models import EvidenceItem, Portfolio


def undated_items(
    portfolio: Portfolio, *, of_service: bool, corporate: bool
) -> QuerySet[EvidenceItem]:
    """Undated items of the service and of the council, those first whose title names a year."""
    whose = Q(pk__in=[])
    if of_service:
        whose |= Q(service=portfolio.service_id)
    if corporate:
        whose |= Q(service=None)
    return (
        EvidenceItem.objects.of_service(portfolio.service)
        .in_use()
        .filter(whose)
        .of_freshness(Freshness.UNDATED)
        .alias(is_silent=Case(When(title__regex=r"(19|20)[0-9][0-9]", then=Value(0)), default=1))
        .order_by("is_silent", "prefix", "number")
    )
