"""What an assessor asks for, and what the service answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import RequestState
from evidence.models import SnapshotLink

from .element_assessment import ElementAssessment

Person = settings.AUTH_USER_MODEL
CLOSED = (RequestState.ACCEPTED, RequestState.WITHDRAWN)


class EvidenceRequestQuerySet(models.QuerySet["EvidenceRequest"]):
    def open(self) -> "EvidenceRequestQuerySet":
        """Those on which somebody still has to do something."""
        return self.exclude(state__in=CLOSED)

    def waiting_for_service(self) -> "EvidenceRequestQuerySet":
        return self.filter(state__in=[RequestState.OPEN, RequestState.RETURNED])


class EvidenceRequest(models.Model):
    """One thing the assessor wants to see for an element, or about one item cited for it.

    What was said and done about it is in its entries, the first of which is the question.
    `item_code` stays when the assessment is submitted again without the item.
    """

    row = models.ForeignKey(ElementAssessment, on_delete=models.PROTECT, related_name="requests")
    link = models.ForeignKey(
        SnapshotLink, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    item_code = models.CharField(_("about"), max_length=20, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=RequestState.choices, default=RequestState.OPEN
    )
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    revision = models.PositiveIntegerField(default=0)

    objects = EvidenceRequestQuerySet.as_manager()

    class Meta:
        ordering = ["row", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RequestState.values), name="evidence_request_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row}: {self.state}"

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED


class RequestEntry(models.Model):
    """One step of a request: `state` is the one it led to, `links` what it points to.

    `codes` are those of the items, with spaces between, also once a line is gone because the
    assessment was submitted again without it.
    """

    request = models.ForeignKey(EvidenceRequest, on_delete=models.CASCADE, related_name="entries")
    state = models.CharField(_("step"), max_length=10, choices=RequestState.choices)
    text = models.TextField(_("words"), max_length=10_000, blank=True)
    links = models.ManyToManyField(SnapshotLink, related_name="+")
    codes = models.TextField(_("evidence"), blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        ordering = ["request", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RequestState.values), name="request_entry_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}, {self.pk}"
