"""What somebody typed and has not saved."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assessments.enums import Half

from .element_assessment import ElementAssessment
from .report_text import ReportText


class Draft(models.Model):
    """One form as its writer left it, kept as they type; nobody else sees it.

    Each window that a form was opened in has its own, by `window`, so that two windows of
    one person do not take each other's words. `fields` holds the form's fields as posted,
    and `revision` the one it began from. The form is a half of an element, or a part of the
    assessor's report.
    """

    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    row = models.ForeignKey(
        ElementAssessment, on_delete=models.CASCADE, related_name="drafts", null=True, blank=True
    )
    report_text = models.ForeignKey(
        ReportText, on_delete=models.CASCADE, related_name="drafts", null=True, blank=True
    )
    half = models.CharField(_("form"), max_length=10, choices=Half.choices)
    window = models.UUIDField()
    fields = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(_("kept"), auto_now=True)

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["writer", "row", "half", "window"], name="draft_of_window_unique"
            ),
            models.UniqueConstraint(
                fields=["writer", "report_text", "window"], name="draft_of_report_window_unique"
            ),
            models.CheckConstraint(
                condition=Q(half__in=[Half.SERVICE, Half.ASSESSOR], row__isnull=False)
                & Q(report_text__isnull=True)
                | Q(half=Half.REPORT, row__isnull=True, report_text__isnull=False),
                name="draft_of_one_form",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.writer}, {self.row or self.report_text}"

    @property
    def posted(self) -> QueryDict:
        """The fields as a form takes them, with the revision they began from."""
        data = QueryDict(mutable=True)
        for name, values in self.fields.items():
            data.setlist(name, values)
        data["revision"] = str(self.revision)
        return data

    @property
    def mark(self) -> str:
        """Names the draft as it is at this moment: another keystroke, another mark."""
        return f"{self.window}@{self.saved_at.isoformat()}"
