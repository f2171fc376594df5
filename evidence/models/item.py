"""An item of evidence and its versions."""

import uuid
from datetime import date
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import In
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Service, Team
from evidence.enums import Freshness, Marking, Scan, Scope
from evidence.freshness import freshness_in_sql, freshness_of, is_stale


class EvidenceItemQuerySet(models.QuerySet["EvidenceItem"]):
    def of_service(self, service: Service) -> "EvidenceItemQuerySet":
        """The service's own items and all corporate ones of its organisation."""
        return self.filter(organisation_id=service.organisation_id).filter(
            Q(service=service) | Q(service__isnull=True)
        )

    def matching(self, words: str) -> "EvidenceItemQuerySet":
        """Items whose code begins with, or whose title holds, each of the words."""
        found = self
        for word in words.split():
            found = found.filter(Q(code__istartswith=word) | Q(title__icontains=word))
        return found

    def with_freshness(self, on: date | None = None) -> "EvidenceItemQuerySet":
        """Each item with `freshness` on that day, today by default."""
        return self.annotate(freshness=freshness_in_sql(on or timezone.localdate()))

    def of_freshness(self, *wanted: str, on: date | None = None) -> "EvidenceItemQuerySet":
        """Items that are one of these on that day, today by default."""
        return self.filter(In(freshness_in_sql(on or timezone.localdate()), list(wanted)))

    def stale(self, on: date | None = None) -> "EvidenceItemQuerySet":
        return self.filter(is_stale(on or timezone.localdate()))


class EvidenceItem(models.Model):
    """Something that shows compliance, known by its code and title.

    An item without a service is corporate: it belongs to the whole organisation and is
    shared by all its services. `prefix` and `number` are the code taken apart, so that
    `HR-12` and `HR 012` cannot both exist.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="evidence_items"
    )
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, related_name="evidence_items", null=True, blank=True
    )
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="evidence_items", null=True, blank=True
    )
    code = models.CharField(_("code"), max_length=20)
    prefix = models.CharField(_("prefix"), max_length=6)
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="owned_evidence",
        null=True,
        blank=True,
        verbose_name=_("owner"),
    )
    marking = models.CharField(
        _("protective marking"), max_length=20, choices=Marking.choices, default=Marking.OFFICIAL
    )
    produced_on = models.DateField(_("produced on"), null=True, blank=True)
    covers_from = models.DateField(_("covers from"), null=True, blank=True)
    covers_to = models.DateField(_("covers to"), null=True, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    review_by = models.DateField(_("review by"), null=True, blank=True)
    checked_on = models.DateField(_("still in force, checked on"), null=True, blank=True)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = EvidenceItemQuerySet.as_manager()

    class Meta:
        ordering = ["prefix", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "prefix", "number"],
                name="item_code_unique",
                violation_error_message=_("This code is in use already"),
            ),
            models.UniqueConstraint(fields=["organisation", "code"], name="item_code_text_unique"),
            models.CheckConstraint(
                condition=Q(team__isnull=True) | Q(service__isnull=False),
                name="item_team_only_with_service",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="item_title_given"),
            models.CheckConstraint(
                condition=Q(marking__in=Marking.values), name="item_marking_known"
            ),
            models.CheckConstraint(
                condition=Q(covers_from__isnull=True)
                | Q(covers_to__isnull=True)
                | Q(covers_to__gte=F("covers_from")),
                name="item_period_in_order",
                violation_error_message=_("The period must not end before it begins"),
            ),
        ]
        indexes = [models.Index(fields=["service", "prefix", "number"], name="item_of_service")]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"

    @property
    def scope(self) -> Scope:
        return Scope.CORPORATE if self.service_id is None else Scope.SERVICE

    def freshness_on(self, day: date | None = None) -> Freshness:
        """How fresh it is on that day, today by default; see `evidence.freshness`."""
        return freshness_of(self, day or timezone.localdate())


class EvidenceVersion(models.Model):
    """One file of an item: immutable, numbered from 1, with the hash of its bytes."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    storage_key = models.CharField(max_length=100, unique=True)
    file_name = models.CharField(_("name of the file"), max_length=255)
    media_type = models.CharField(_("kind"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    scan = models.CharField(
        _("virus scan"), max_length=11, choices=Scan.choices, default=Scan.NOT_SCANNED
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="version_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_from_one"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="version_sha256_whole"
            ),
            models.CheckConstraint(condition=Q(scan__in=Scan.values), name="version_scan_known"),
        ]

    def __str__(self) -> str:
        return f"{self.item.code} version {self.number}"

    @property
    def is_readable(self) -> bool:
        """Whether anybody may read it: not while it waits for the virus scanner, nor infected."""
        return self.scan in (Scan.CLEAN, Scan.NOT_SCANNED)

    @property
    def extension(self) -> str:
        return PurePath(self.file_name).suffix.lstrip(".").upper()
