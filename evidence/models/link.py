"""An item cited for an element."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from criteria.models import Clause, Element
from evidence.enums import LinkStatus, Listing

from .item import EvidenceItem
from .portfolio import Portfolio
from .snapshot import Snapshot


class EvidenceLinkQuerySet(models.QuerySet["EvidenceLink"]):
    def in_use(self) -> "EvidenceLinkQuerySet":
        return self.exclude(status=LinkStatus.ARCHIVED)

    def printed_in(self, listing: str) -> "EvidenceLinkQuerySet":
        """Links of one printed list, in its order."""
        links = self.in_use().order_by("position", "pk")
        if listing == Listing.CORPORATE:
            return links.filter(item__service__isnull=True)
        return links.filter(item__service__isnull=False, status=listing)


class EvidenceLink(models.Model):
    """Where an item supports an element: its place in the list, where to look, why it matters.

    `position` counts from 1 within the printed list; what is no longer used has none.
    `accepted_in` is what was submitted for the visit whose completion made it Active.
    """

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, related_name="links")
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="links")
    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="links")
    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, related_name="links", null=True, blank=True
    )
    status = models.CharField(_("status"), max_length=10, choices=LinkStatus.choices)
    position = models.PositiveIntegerField(_("place in the list"), null=True)
    locator = models.CharField(_("where to look"), max_length=300, blank=True)
    rationale = models.TextField(_("why it matters"), max_length=2000, blank=True)
    archived_reason = models.CharField(_("why it is no longer used"), max_length=500, blank=True)
    withdrawn_status = models.CharField(
        _("status before its item was withdrawn"),
        max_length=10,
        choices=LinkStatus.choices,
        blank=True,
    )
    accepted_in = models.ForeignKey(
        Snapshot, on_delete=models.PROTECT, related_name="accepted_links", null=True, blank=True
    )
    place_when_new = models.PositiveIntegerField(
        _("place among the new ones before it was accepted"), null=True, blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = EvidenceLinkQuerySet.as_manager()

    class Meta:
        ordering = ["portfolio", "element", "position", "pk"]
        # A library asks of every item whether it is linked, and as what.
        indexes = [models.Index(fields=["item", "portfolio", "status"], name="link_of_item")]
        constraints = [
            models.UniqueConstraint(
                fields=["portfolio", "element", "item"],
                name="link_unique",
                violation_error_message=_("This item is linked to this element already"),
            ),
            models.CheckConstraint(
                condition=Q(status__in=LinkStatus.values), name="link_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status=LinkStatus.ARCHIVED, position__isnull=True)
                | (~Q(status=LinkStatus.ARCHIVED) & Q(position__gte=1)),
                name="link_position_while_in_use",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_status="") | Q(status=LinkStatus.ARCHIVED),
                name="link_withdrawn_while_archived",
            ),
            models.CheckConstraint(
                condition=Q(accepted_in__isnull=True, place_when_new__isnull=True)
                | Q(accepted_in__isnull=False, place_when_new__isnull=False),
                name="link_acceptance_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element.code} {self.item.code}"

    @property
    def listing(self) -> str:
        """The printed list it stands in, or "archived"."""
        if self.status == LinkStatus.ARCHIVED:
            return LinkStatus.ARCHIVED.value
        return Listing.CORPORATE.value if self.item.service_id is None else self.status
