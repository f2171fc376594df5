"""A document that was asked for, and the file once it is made."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .assessment import Assessment


class ReportFile(models.Model):
    """One document for one state of the data.

    `content_sha256` is the digest of everything the document says, `layout_sha256` that of
    what it is made with: asked for again with neither changed, the file that is there already
    is served. A document about what was submitted is issued: it has a number, counted from 1
    for each assessment and kind of document, and is kept as it is: the database itself refuses
    to change or remove its row (see `assessments.guards`). Destruction and retention take its
    file away, once, and say why; the row stays.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="reports")
    compared_with = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    report = models.CharField(_("document"), max_length=20)
    for_assessor = models.BooleanField(_("the assessor may read it"), default=False)
    content_sha256 = models.CharField(max_length=64)
    layout_sha256 = models.CharField(max_length=64, blank=True)
    issue_number = models.PositiveIntegerField(_("issue"), null=True, blank=True)
    storage_key = models.CharField(max_length=100, blank=True)
    media_type = models.CharField(max_length=60, default="application/pdf")
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True)
    pages = models.PositiveIntegerField(_("pages"), null=True)
    stage = models.CharField(_("what is being done"), max_length=100, blank=True)
    done = models.PositiveIntegerField(_("how much of it is done"), default=0)
    total = models.PositiveIntegerField(_("of how much"), default=0)
    failure = models.TextField(_("why it could not be made"), blank=True)
    progress_at = models.DateTimeField(_("last sign of progress"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    made_at = models.DateTimeField(_("made"), null=True)
    told_at = models.DateTimeField(_("note sent that it is ready"), null=True)
    seen_at = models.DateTimeField(_("first opened by who asked"), null=True, blank=True)
    disposed_at = models.DateTimeField(_("its file was destroyed"), null=True, blank=True)
    disposed_reason = models.CharField(_("why its file was destroyed"), max_length=500, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "report", "for_assessor", "content_sha256", "layout_sha256"],
                name="report_made_once",
            ),
            models.UniqueConstraint(
                fields=["assessment", "report", "for_assessor", "issue_number"],
                name="report_issue_number_unique",
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, storage_key="")
                | Q(made_at__isnull=False, disposed_at__isnull=True) & ~Q(storage_key="")
                | Q(made_at__isnull=False, disposed_at__isnull=False, storage_key=""),
                name="report_made_with_file",
            ),
            models.CheckConstraint(
                condition=Q(disposed_at__isnull=True, disposed_reason="")
                | Q(disposed_at__isnull=False, made_at__isnull=False) & ~Q(disposed_reason=""),
                name="report_disposal_whole",
            ),
            models.CheckConstraint(
                condition=Q(issue_number__isnull=True)
                | Q(issue_number__gte=1, made_at__isnull=False),
                name="report_issued_when_made",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="report_progress_sane"),
            models.CheckConstraint(
                condition=Q(issue_number__isnull=True) | ~Q(sha256=""),
                name="report_issued_with_sha256",
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True, seen_at__isnull=True) | Q(made_at__isnull=False),
                name="report_told_when_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} of {self.assessment}"

    @property
    def is_ready(self) -> bool:
        return self.made_at is not None

    @property
    def is_disposed(self) -> bool:
        """Whether its file was destroyed; what it was, its number and SHA-256 stay."""
        return self.disposed_at is not None

    @property
    def is_issued(self) -> bool:
        return self.issue_number is not None
