"""What the assessor writes into the report in place of the text from the data."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .assessment import Assessment

MOST_CHARACTERS = 20_000


class ReportText(models.Model):
    """The assessor's own words for one part of the report.

    `part` is `introduction`, `method`, `strengths`, `conclusion`, `recommendation`, or
    `criterion-` and the code of a criterion. Without text the part is written from the data;
    `set_aside` then holds the words that the assessor had there before.
    """

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="report_texts"
    )
    part = models.CharField(_("part of the report"), max_length=40)
    text = models.TextField(_("text"), max_length=MOST_CHARACTERS, blank=True)
    set_aside = models.TextField(_("text put aside"), max_length=MOST_CHARACTERS, blank=True)
    revision = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    written_at = models.DateTimeField(_("written"), null=True, blank=True)

    class Meta:
        ordering = ["assessment", "part"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "part"], name="report_text_part_unique"),
            models.CheckConstraint(condition=~Q(part=""), name="report_text_has_part"),
            models.CheckConstraint(
                condition=Q(text="", revision=0, written_at__isnull=True, written_by__isnull=True)
                | Q(revision__gte=1, written_at__isnull=False, written_by__isnull=False),
                name="report_text_written_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part}, {self.assessment}"
