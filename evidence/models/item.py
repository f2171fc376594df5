"""An item of evidence."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import In
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Service, Team
from evidence.enums import Freshness, Marking, Scope
from evidence.freshness import freshness_in_sql, freshness_of, is_stale


def in_code_or_title(words: str) -> Q:
    """Items whose code begins with, or whose title holds, each of the words."""
    found = Q()
    for word in words.split():
        found &= Q(code__istartswith=word) | Q(title__icontains=word)
    return found


class EvidenceItemQuerySet(models.QuerySet["EvidenceItem"]):
    def of_service(self, service: Service) -> "EvidenceItemQuerySet":
        """The service's own items and all corporate ones of its organisation."""
        return self.filter(organisation_id=service.organisation_id).filter(
            Q(service=service) | Q(service__isnull=True)
        )

    def in_use(self) -> "EvidenceItemQuerySet":
        """Items that have not been withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def matching(self, words: str) -> "EvidenceItemQuerySet":
        """Items whose code begins with, or whose title holds, each of the words."""
        return self.filter(in_code_or_title(words))

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
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)

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
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason=""
                )
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_reason="")
                ),
                name="item_withdrawal_whole",
                violation_error_message=_("Say why it is withdrawn"),
            ),
        ]
        indexes = [models.Index(fields=["service", "prefix", "number"], name="item_of_service")]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"

    @property
    def scope(self) -> Scope:
        return Scope.CORPORATE if self.service_id is None else Scope.SERVICE

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    def is_for(self, service: Service) -> bool:
        """Whether the service can use it: its own, or corporate evidence of its organisation."""
        if self.service_id is None:
            return self.organisation_id == service.organisation_id
        return self.service_id == service.pk

    def freshness_on(self, day: date | None = None) -> Freshness:
        """How fresh it is on that day, today by default; see `evidence.freshness`."""
        return freshness_of(self, day or timezone.localdate())
