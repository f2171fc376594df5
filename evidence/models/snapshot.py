"""What was submitted, copied, and who may read it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from criteria.models import Clause, Edition, Element
from evidence.enums import Freshness, LinkStatus, Scope

from .item import EvidenceItem
from .portfolio import Portfolio
from .version import EvidenceVersion


class Snapshot(models.Model):
    """The evidence as it stood at submission; later edits of the portfolio do not reach it.

    It is there, empty and not taken, from the day a visit is planned, so that access to it
    can be arranged ahead.
    """

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, related_name="snapshots")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="snapshots")
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_by__isnull=True)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="snapshot_taking_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.portfolio}, {self.pk}"


class SnapshotLink(models.Model):
    """A link as it was, with the version that was current then (none: an item without a file).

    What was added on request during the visit stands behind what was submitted, which never
    changes: a newer version of an item that was submitted has a line of its own.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="links")
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="snapshot_links")
    version = models.ForeignKey(
        EvidenceVersion, on_delete=models.PROTECT, related_name="snapshot_links", null=True
    )
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="+", null=True)
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    scope = models.CharField(max_length=10, choices=Scope.choices)
    status = models.CharField(max_length=10, choices=LinkStatus.choices)
    position = models.PositiveIntegerField()
    locator = models.CharField(max_length=300, blank=True)
    rationale = models.TextField(blank=True)
    freshness = models.CharField(max_length=10, choices=Freshness.choices, blank=True)
    added_on_request = models.BooleanField(default=False)
    added_at = models.DateTimeField(_("added on request"), null=True, blank=True)

    class Meta:
        ordering = ["snapshot", "element", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "element", "item"],
                condition=Q(added_on_request=False),
                name="snapshot_link_unique",
            ),
            models.UniqueConstraint(
                fields=["snapshot", "element", "item", "version"],
                name="snapshot_link_version_unique",
            ),
            models.UniqueConstraint(
                fields=["snapshot", "element", "item"],
                condition=Q(version__isnull=True),
                name="snapshot_link_without_file_unique",
            ),
            models.CheckConstraint(
                condition=Q(added_on_request=False, added_at__isnull=True)
                | Q(added_on_request=True, added_at__isnull=False),
                name="snapshot_link_addition_whole",
            ),
            models.CheckConstraint(
                condition=Q(scope__in=Scope.values)
                & Q(status__in=[LinkStatus.NEW, LinkStatus.ACTIVE])
                & Q(position__gte=1),
                name="snapshot_link_printed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element.code} {self.code}"

    @property
    def listing(self) -> str:
        """The printed list it stands in."""
        return self.scope if self.scope == Scope.CORPORATE else self.status


class ReaderGrantQuerySet(models.QuerySet["ReaderGrant"]):
    def live(self, *, on: date | None = None) -> "ReaderGrantQuerySet":
        """Access that has begun, not ended and been neither withdrawn nor suspended."""
        day = on or timezone.localdate()
        return self.lasting(on=day).filter(starts_on__lte=day, suspended_at__isnull=True)

    def lasting(self, *, on: date | None = None) -> "ReaderGrantQuerySet":
        """Access that has not ended: live, suspended, or arranged for a day to come.

        What goes with the access, such as private notes, stays as long as it lasts.
        """
        return self.filter(ends_on__gte=on or timezone.localdate(), withdrawn_at__isnull=True)

    def over(self) -> "ReaderGrantQuerySet":
        """Access that opens nothing any more: past its last day, withdrawn, or suspended."""
        day = timezone.localdate()
        return self.filter(
            Q(ends_on__lt=day)
            | Q(withdrawn_at__isnull=False)
            | Q(suspended_at__isnull=False, starts_on__lte=day)
        )


class ReaderGrant(models.Model):
    """Who from outside may read a snapshot, from one day to another (both included).

    `suspended_at` is when the portal was restored from a backup: what had been withdrawn since
    the backup would live again, so every access waits until an administrator confirms it.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="grants")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reader_grants"
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    suspended_at = models.DateTimeField(_("suspended"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = ReaderGrantQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="grant_days_in_order",
                violation_error_message=_("The last day must not be before the first"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader} until {self.ends_on:%d %B %Y}"

    def is_over(self) -> bool:
        """Withdrawn, or past its last day."""
        return self.withdrawn_at is not None or self.ends_on < timezone.localdate()

    def is_suspended(self) -> bool:
        """Waits for an administrator to confirm it; what is over is not suspended as well."""
        return self.suspended_at is not None and not self.is_over()
