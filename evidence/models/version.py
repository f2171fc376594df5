"""The versions of an item."""

import uuid
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from evidence.enums import Scan, VersionRole

from .item import EvidenceItem


class EvidenceVersionQuerySet(models.QuerySet["EvidenceVersion"]):
    def originals(self) -> "EvidenceVersionQuerySet":
        """The evidence itself, without redacted copies and the pictures beside a note."""
        return self.filter(role=VersionRole.ORIGINAL)

    def standing(self) -> "EvidenceVersionQuerySet":
        """Those that have not been destroyed."""
        return self.filter(destroyed_at__isnull=True)


class EvidenceVersion(models.Model):
    """One file of an item: immutable, numbered from 1, with the hash of its bytes.

    A web address and a note are kept as small text files, so that all that holds of files
    holds of them; `address` and `seen_on` say again what such a file says. A redacted copy
    and the pictures of an observation are versions that accompany another one: `originals`
    leaves them out. Of a destroyed version the row stays, without the name of its file, its
    note and its web address; its key stays too, as the name under which bytes must not be.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    storage_key = models.CharField(max_length=100, unique=True)
    file_name = models.CharField(_("name of the file"), max_length=255)
    media_type = models.CharField(_("kind"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    role = models.CharField(
        _("role"), max_length=10, choices=VersionRole.choices, default=VersionRole.ORIGINAL
    )
    accompanies = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="companions", null=True, blank=True
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    address = models.URLField(_("web address"), max_length=2000, blank=True)
    seen_on = models.DateField(_("seen on"), null=True, blank=True)
    sent_as = models.UUIDField(
        unique=True,
        null=True,
        editable=False,
        help_text=_("The sending it came with: the same form sent twice makes one version."),
    )
    scan = models.CharField(
        _("virus scan"), max_length=11, choices=Scan.choices, default=Scan.NOT_SCANNED
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    destroyed_at = models.DateTimeField(_("destroyed"), null=True, blank=True, editable=False)
    destroyed_reason = models.CharField(
        _("why it was destroyed"), max_length=500, blank=True, editable=False
    )

    objects = EvidenceVersionQuerySet.as_manager()

    class Meta:
        ordering = ["item", "number"]
        indexes = [
            models.Index(fields=["sha256"], name="version_by_sha256"),
            # A library asks of every item what kind of file its latest original is.
            models.Index(fields=["item", "-number", "role", "media_type"], name="version_latest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="version_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_from_one"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="version_sha256_whole"
            ),
            models.CheckConstraint(condition=Q(scan__in=Scan.values), name="version_scan_known"),
            models.CheckConstraint(
                condition=Q(role=VersionRole.ORIGINAL, accompanies__isnull=True)
                | Q(
                    role__in=[VersionRole.REDACTED, VersionRole.PICTURE], accompanies__isnull=False
                ),
                name="version_companion_whole",
            ),
            models.CheckConstraint(
                condition=Q(address="", seen_on__isnull=True)
                | (~Q(address="") & Q(seen_on__isnull=False)),
                name="version_address_whole",
                violation_error_message=_("Say on which day the page was seen"),
            ),
            # The name of a file, a note and a web address may themselves name somebody.
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True, destroyed_reason="")
                | (
                    Q(destroyed_at__isnull=False, file_name="", note="", address="")
                    & ~Q(destroyed_reason="")
                ),
                name="version_destruction_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.code} version {self.number}"

    @property
    def is_readable(self) -> bool:
        """Whether anybody may read it: not while it waits for the virus scanner, nor infected,
        nor once it was destroyed."""
        return self.scan in (Scan.CLEAN, Scan.NOT_SCANNED) and not self.is_destroyed

    @property
    def is_destroyed(self) -> bool:
        return self.destroyed_at is not None

    @property
    def trouble(self) -> str:
        """Why nobody may read it, as people are told; empty where they may."""
        if self.destroyed_at:
            day = date_format(timezone.localdate(self.destroyed_at), "j F Y")
            return str(_("Destroyed on %(day)s: %(reason)s")) % {
                "day": day,
                "reason": self.destroyed_reason,
            }
        return "" if self.is_readable else str(self.get_scan_display())

    @property
    def extension(self) -> str:
        return PurePath(self.file_name).suffix.lstrip(".").upper()
