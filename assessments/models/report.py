"""A document that was asked for, and the file once it is made."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .assessment import Assessment


class ReportFile(models.Model):
    """One document for one state of the data.

    `content_sha256` is the digest of everything the document says: asked for again with
    nothing changed, the file that is there already is served.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="reports")
    report = models.CharField(_("document"), max_length=20)
    content_sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True)
    pages = models.PositiveIntegerField(_("pages"), null=True)
    failure = models.TextField(_("why it could not be made"), blank=True)
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    made_at = models.DateTimeField(_("made"), null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "report", "content_sha256"], name="report_made_once"
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, storage_key="")
                | Q(made_at__isnull=False) & ~Q(storage_key=""),
                name="report_made_with_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} of {self.assessment}"

    @property
    def is_ready(self) -> bool:
        return self.made_at is not None
