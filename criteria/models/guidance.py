"""What an organisation says beside an element, in addition to the standard's own guidance."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation

from .levels import Element

LONGEST_GUIDANCE = 5_000


class OwnGuidanceQuerySet(models.QuerySet["OwnGuidance"]):
    def written(self) -> "OwnGuidanceQuerySet":
        """Those that say something: guidance that was taken out again is kept, empty."""
        return self.exclude(text="")


class OwnGuidance(models.Model):
    """One organisation's guidance for one element of one edition.

    `revision` counts the changes: who saves says which one they began from.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="own_guidance", verbose_name=_("organisation")
    )
    element = models.ForeignKey(
        Element, models.PROTECT, related_name="own_guidance", verbose_name=_("element")
    )
    text = models.TextField(_("guidance"), blank=True, max_length=LONGEST_GUIDANCE)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("changed by")
    )

    objects = OwnGuidanceQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "element"]
        verbose_name = _("own guidance")
        verbose_name_plural = _("own guidance")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "element"],
                name="criteria_own_guidance_unique",
                violation_error_message=_(
                    "Your organisation has guidance for this already. Change that instead."
                ),
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), LONGEST_GUIDANCE),
                name="criteria_own_guidance_length",
                violation_error_message=_("Shorten the guidance to 5,000 characters or fewer."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.element.code}"
