"""Files that were dropped and are not evidence yet."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from criteria.models import Element
from evidence.enums import Scan

from .portfolio import Portfolio
from .version import EvidenceVersion


class Intake(models.Model):
    """What somebody dropped, to be looked over and added in one step.

    `element` is where it began, if it began at one: what is new is proposed for it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, related_name="intakes")
    element = models.ForeignKey(
        Element, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(_("added"), null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.portfolio}, {self.at:%d %B %Y}"


class IntakeFile(models.Model):
    """One dropped file: its stored bytes, or why they were refused.

    `choice` is what the officer said of it, as the form of `evidence.staged` reads it.
    `version` is what it became. `path` is where it lay in the folder or archive.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="files")
    sent_as = models.UUIDField(unique=True, null=True, editable=False)
    path = models.CharField(_("where it lay"), max_length=1000)
    file_name = models.CharField(_("name of the file"), max_length=255)
    storage_key = models.CharField(max_length=100, unique=True, null=True)  # noqa: DJ001 unique
    media_type = models.CharField(_("kind"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, db_index=True)
    scan = models.CharField(
        _("virus scan"), max_length=11, choices=Scan.choices, default=Scan.NOT_SCANNED
    )
    reason = models.CharField(_("why it cannot be added"), max_length=500, blank=True)
    remedy = models.CharField(_("what to do"), max_length=500, blank=True)
    choice = models.JSONField(_("what was said of it"), default=dict)
    version = models.ForeignKey(
        EvidenceVersion, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["intake", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(storage_key__isnull=False, reason="")
                & Q(sha256__regex=r"^[0-9a-f]{64}$")
                | (Q(storage_key__isnull=True) & (~Q(reason="") | Q(version__isnull=False))),
                name="intake_file_kept_or_refused",
            ),
        ]

    def __str__(self) -> str:
        return self.path
