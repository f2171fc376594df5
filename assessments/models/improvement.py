"""What a visit left to be done."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import Origin, Progress

from .element_assessment import ElementAssessment

Person = settings.AUTH_USER_MODEL
CLOSED = (Progress.DONE, Progress.DROPPED)


class ImprovementQuerySet(models.QuerySet["Improvement"]):
    def open(self) -> "ImprovementQuerySet":
        return self.exclude(progress__in=CLOSED)


class Improvement(models.Model):
    """An action that follows from a completed assessment, for one element of it.

    `revision` counts the changes: who saves says which one they began from.
    """

    row = models.OneToOneField(
        ElementAssessment, on_delete=models.PROTECT, related_name="improvement"
    )
    origin = models.CharField(_("because of"), max_length=10, choices=Origin.choices)
    text = models.TextField(_("what is to be done"), max_length=4000, blank=True)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    progress = models.CharField(
        _("progress"), max_length=10, choices=Progress.choices, default=Progress.OPEN
    )
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(default=0)

    objects = ImprovementQuerySet.as_manager()

    class Meta:
        ordering = ["row"]
        constraints = [
            models.CheckConstraint(
                condition=Q(origin__in=Origin.values) & Q(progress__in=Progress.values),
                name="improvement_origin_and_progress_known",
            ),
            models.CheckConstraint(
                condition=Q(progress__in=CLOSED, closed_on__isnull=False)
                | (~Q(progress__in=CLOSED) & Q(closed_on__isnull=True)),
                name="improvement_closed_with_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row}: {self.progress}"

    @property
    def is_closed(self) -> bool:
        return self.progress in CLOSED


class ImprovementUpdate(models.Model):
    """What was reported on an improvement, and how far it was then."""

    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="updates")
    progress = models.CharField(_("progress"), max_length=10, choices=Progress.choices)
    text = models.TextField(_("words"), max_length=4000, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        ordering = ["improvement", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(progress__in=Progress.values), name="improvement_update_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.improvement}, {self.pk}"
