"""The elements in the list at the side of the desk, and what each filter holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models import ElementAssessment
from criteria.enums import CountsAs
from criteria.models import Element, Rating, SubCriterion


class Show(models.TextChoices):
    """Which elements the list at the side holds."""

    ALL = "all", _("All elements")
    REVIEW = "review", _("All under review")
    UNRATED = "unrated", _("Not rated")
    PARTIAL = "partial", _("Partial last time")
    ASKED = "asked", _("Open requests")


SHORT = {
    Show.ALL: _("All"),
    Show.REVIEW: _("Review"),
    Show.UNRATED: _("To rate"),
    Show.PARTIAL: _("Partial"),
    Show.ASKED: _("Asked"),
}


@dataclass(frozen=True)
class Entry:
    """One element in the list: its row, what the visit before found, what was read of it.

    `asked` counts the requests that are not closed, `waiting` those without an answer.
    """

    row: ElementAssessment
    last: ElementAssessment | None
    opened: Mapping[int | None, datetime] = field(default_factory=dict)
    cited: int = 0
    asked: int = 0
    waiting: int = 0

    @property
    def read(self) -> int:
        """How many items the reader has opened for it."""
        return len(self.opened)

    @property
    def element(self) -> Element:
        return self.row.element

    @property
    def code(self) -> str:
        return self.row.element.code

    @property
    def rating(self) -> Rating | None:
        return self.row.rating

    @property
    def last_rating(self) -> Rating | None:
        return self.last.rating if self.last else None

    def is_in(self, show: Show) -> bool:
        """Whether the list holds it under that filter."""
        if show == Show.ALL:
            return True
        if show == Show.UNRATED:
            return self.row.in_review and self.rating is None
        if show == Show.ASKED:
            return self.asked > 0
        if show == Show.PARTIAL:
            rating = self.last_rating
            return rating is not None and rating.counts_as == CountsAs.PARTIAL
        return self.row.in_review


@dataclass(frozen=True)
class Group:
    """The elements of a sub-criterion that the list holds."""

    sub_criterion: SubCriterion
    entries: tuple[Entry, ...]
