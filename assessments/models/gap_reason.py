"""Why an assessment was submitted although something was missing."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .element_assessment import ElementAssessment


class GapReason(models.Model):
    """The manager's reason for one gap of one element; `kind` is that of the checklist."""

    row = models.ForeignKey(ElementAssessment, on_delete=models.CASCADE, related_name="gap_reasons")
    kind = models.SlugField(_("what is missing"), max_length=40)
    reason = models.TextField(_("why"), max_length=2000)

    class Meta:
        ordering = ["row", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["row", "kind"], name="gap_reason_unique"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="gap_reason_given",
                violation_error_message=_("Say why this is missing"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row}: {self.kind}"
