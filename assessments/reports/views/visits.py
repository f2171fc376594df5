"""Which visit the documents of a service are about."""

from dataclasses import dataclass, field

from django.http import Http404

from assessments.enums import State
from assessments.models import Assessment
from evidence.models import Portfolio


@dataclass(frozen=True)
class Visits:
    """The visit that documents are made for, and the others that may be chosen.

    `asked_for` is the one that the address names; without one the open or latest is meant.
    """

    chosen: Assessment | None
    every: list[Assessment] = field(default_factory=list)
    asked_for: Assessment | None = None

    @property
    def query(self) -> dict[str, int]:
        """What addresses about the chosen visit carry."""
        return {"visit": self.asked_for.pk} if self.asked_for else {}

    @property
    def others(self) -> list[Assessment]:
        return [each for each in self.every if each != self.chosen]


def visits_of(portfolio: Portfolio, asked: str) -> Visits:
    """All visits, the latest first, and the one of that number; one statement.

    Http404 where there is none such.
    """
    every = list(portfolio.assessments.select_related("edition").order_by("-pk"))
    if asked:
        found = next((each for each in every if str(each.pk) == asked), None)
        if found is None:
            raise Http404
        return Visits(found, every, found)
    usual = min(every, key=lambda each: (each.state == State.COMPLETED, -each.pk), default=None)
    return Visits(usual, every)
