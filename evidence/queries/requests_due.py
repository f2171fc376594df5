"""Requests for information that are past their time by the council's rule."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Organisation
from evidence.models import Disclosure, DisclosureEntry, Hold, RetentionRule
from evidence.models.retention import REQUEST_YEARS


def request_years(organisation: Organisation) -> int:
    """For how many years after the answer they are kept; one statement."""
    rule = RetentionRule.objects.filter(organisation=organisation)
    return rule.values_list("request_years", flat=True).first() or REQUEST_YEARS


def requests_due(organisation: Organisation, years: int, on: date | None = None) -> QuerySet[Any]:
    """Answered so long ago, the oldest first; `held` is a reason to keep one, or None.

    A hold on evidence that was gathered for a request keeps the request too.
    """
    today = on or timezone.localdate()
    last = today.replace(year=today.year - years, day=min(today.day, 28))
    entries = DisclosureEntry.objects.filter(disclosure=OuterRef(OuterRef("pk")))
    holds = Hold.objects.standing().filter(
        Exists(entries.filter(version__item=OuterRef("item")))
        | Exists(entries.filter(version__item__service__portfolios=OuterRef("portfolio")))
        | Exists(entries.filter(version__item__links__portfolio=OuterRef("portfolio")))
    )
    return (
        Disclosure.objects.filter(organisation=organisation, decided_at__date__lt=last)
        .filter(disposed_at__isnull=True)
        .annotate(held=Subquery(holds.values("reason")[:1]))
        .order_by("decided_at", "pk")
    )
