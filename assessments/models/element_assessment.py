"""One element in one assessment."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from criteria.models import Element, Rating

from .assessment import Assessment


class ElementAssessment(models.Model):
    """What the service says of itself and what the assessor finds.

    Each half has a revision, counted up at every save: a form that began from an older
    one is refused and shown both texts. `carried_from` is the year of the visit that a
    rating comes from where the element is not under review.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="elements")
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="assessments")
    in_review = models.BooleanField(_("under review"), default=True)
    self_rating = models.ForeignKey(
        Rating, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    commentary = models.TextField(_("commentary"), max_length=10_000, blank=True)
    service_revision = models.PositiveIntegerField(default=0)
    rating = models.ForeignKey(
        Rating, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    finding = models.TextField(_("assessor’s comment"), max_length=10_000, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    assessor_revision = models.PositiveIntegerField(default=0)
    carried_from = models.CharField(_("carried forward from"), max_length=20, blank=True)

    class Meta:
        ordering = ["assessment", "element"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "element"], name="element_assessment_unique"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="element_acceptance_whole",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(rating__isnull=False),
                name="element_accepted_only_when_rated",
                violation_error_message=_("Rate the element before you accept it"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element.code}, {self.assessment}"
