"""The destruction of a version: who asked, who agreed, why, and by what right."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from evidence.enums import AskedAs

from .version import EvidenceVersion

_OPEN = Q(agreed_at__isnull=True, refused_at__isnull=True, withdrawn_at__isnull=True)


class DestructionQuerySet(models.QuerySet["Destruction"]):
    def open(self) -> "DestructionQuerySet":
        """Asked for and not decided."""
        return self.filter(_OPEN)

    def done(self) -> "DestructionQuerySet":
        return self.filter(agreed_at__isnull=False)


class Destruction(models.Model):
    """One person asks that a version be destroyed, and another one agrees.

    One of the two is of information governance, the other answers for the evidence; whichever
    asks (`asked_as`), somebody who is the other agrees.
    Where a rule of the council stands in for the second person, or the list of destructions
    after a restore for both, `rule` says so. The version stays as what it was: number, size,
    SHA-256, kind, who and when. `bytes_gone_at` is set once nothing of it lies there.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(
        EvidenceVersion, on_delete=models.PROTECT, related_name="destructions"
    )
    reason = models.CharField(_("why it is destroyed"), max_length=500)
    authority = models.CharField(_("by what right"), max_length=200)
    rule = models.CharField(_("rule in place of a second person"), max_length=200, blank=True)
    keeps_redacted = models.BooleanField(_("its redacted copies stay"), default=False)
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    asked_as = models.CharField(
        _("asked as"), max_length=10, choices=AskedAs.choices, default=AskedAs.GOVERNANCE
    )
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    refused_at = models.DateTimeField(_("refused"), null=True, blank=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    refused_reason = models.CharField(_("why it was refused"), max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    bytes_gone_at = models.DateTimeField(_("nothing of it left since"), null=True, blank=True)

    objects = DestructionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=_OPEN,
                name="destruction_one_open",
                violation_error_message=_("It is waiting for the second person already"),
            ),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(agreed_at__isnull=False),
                name="destruction_done_once",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")),
                name="destruction_by_two_people",
                violation_error_message=_("Whoever asks must not agree as well"),
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True)
                | (Q(agreed_at__isnull=False) & (Q(agreed_by__isnull=False) | ~Q(rule=""))),
                name="destruction_agreement_whole",
            ),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=False) | ~Q(rule=""), name="destruction_asked_by_known"
            ),
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True, refused_by__isnull=True, refused_reason="")
                | (Q(refused_at__isnull=False, refused_by__isnull=False) & ~Q(refused_reason="")),
                name="destruction_refusal_whole",
            ),
            models.CheckConstraint(
                condition=_OPEN
                | Q(agreed_at__isnull=False, refused_at__isnull=True, withdrawn_at__isnull=True)
                | Q(agreed_at__isnull=True, refused_at__isnull=False, withdrawn_at__isnull=True)
                | Q(agreed_at__isnull=True, refused_at__isnull=True, withdrawn_at__isnull=False),
                name="destruction_ends_once",
            ),
            models.CheckConstraint(
                condition=Q(asked_as__in=AskedAs.values), name="destruction_asked_as_known"
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(authority=""), name="destruction_says_why"
            ),
            models.CheckConstraint(
                condition=Q(bytes_gone_at__isnull=True) | Q(agreed_at__isnull=False),
                name="destruction_bytes_go_after",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agreed_at"],
                condition=Q(agreed_at__isnull=False, bytes_gone_at__isnull=True),
                name="destruction_unfinished",
            )
        ]

    def __str__(self) -> str:
        return f"destruction of {self.version}"

    @property
    def is_open(self) -> bool:
        return not (self.agreed_at or self.refused_at or self.withdrawn_at)
