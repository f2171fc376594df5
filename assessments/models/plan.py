"""Which elements the coming visits look at."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from criteria.models import Edition, Element
from evidence.models import Portfolio

from .assessment import Assessment


class PlannedVisitQuerySet(models.QuerySet["PlannedVisit"]):
    def to_come(self) -> "PlannedVisitQuerySet":
        """Plans of visits that are not opened yet."""
        return self.filter(assessment__isnull=True)


class PlannedVisit(models.Model):
    """One visit of the cycle, as a manager planned it; without a row the proposal stands.

    `assessment` is set once the visit was opened by this plan; from then on the elements
    under review are those of the assessment.
    """

    portfolio = models.ForeignKey(
        Portfolio, on_delete=models.PROTECT, related_name="planned_visits"
    )
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="planned_visits")
    kind = models.SlugField(_("kind of visit"), max_length=30)
    visit_on = models.DateField(_("day of the visit"), null=True, blank=True)
    elements = models.ManyToManyField(Element, related_name="+")
    assessment = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, related_name="plan", null=True, blank=True
    )
    revision = models.PositiveIntegerField(default=0)

    objects = PlannedVisitQuerySet.as_manager()

    class Meta:
        ordering = ["portfolio", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["portfolio", "edition", "kind"],
                condition=Q(assessment__isnull=True),
                name="planned_visit_one_to_come",
                violation_error_message=_("This visit is planned already. Change that plan"),
            ),
            models.CheckConstraint(condition=~Q(kind=""), name="planned_visit_has_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.portfolio}"
