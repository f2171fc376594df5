"""What may not be destroyed for the time being, and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation

from .item import EvidenceItem
from .portfolio import Portfolio


class HoldQuerySet(models.QuerySet["Hold"]):
    def standing(self) -> "HoldQuerySet":
        """Holds that have not been lifted."""
        return self.filter(lifted_at__isnull=True)

    def of_organisation(self, organisation: Organisation) -> "HoldQuerySet":
        """The organisation's holds with what they are on and who set and lifted them."""
        return self.filter(organisation=organisation).select_related(
            "item__service", "portfolio__service", "portfolio__standard", "person", "set_by",
            "lifted_by",
        )  # fmt: skip


class Hold(models.Model):
    """Keeps an item, all evidence of a portfolio or what is known of a person from being destroyed.

    It stands until somebody lifts it and says why; both stay on record. `reference` is the
    matter as others know it, such as the number of a case before a tribunal.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="holds")
    item = models.ForeignKey(
        EvidenceItem, on_delete=models.PROTECT, related_name="holds", null=True, blank=True
    )
    portfolio = models.ForeignKey(
        Portfolio, on_delete=models.PROTECT, related_name="holds", null=True, blank=True
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="holds",
        null=True,
        blank=True,
    )
    reason = models.CharField(_("why it must be kept"), max_length=500)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    set_at = models.DateTimeField(_("set"), auto_now_add=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    lifted_reason = models.CharField(_("why it was lifted"), max_length=500, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["-set_at", "-pk"]
        indexes = [
            models.Index(
                fields=["organisation"], name="hold_standing", condition=Q(lifted_at__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, portfolio__isnull=True, person__isnull=True)
                | Q(item__isnull=True, portfolio__isnull=False, person__isnull=True)
                | Q(item__isnull=True, portfolio__isnull=True, person__isnull=False),
                name="hold_on_one_thing",
                violation_error_message=_("A hold is on one item, one service or one person"),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="hold_reason_given",
                violation_error_message=_("Say why it must be kept"),
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lifted_reason="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_reason="")),
                name="hold_lifting_whole",
                violation_error_message=_("Say why the hold is lifted"),
            ),
        ]

    def __str__(self) -> str:
        matter = f"{self.reference}: " if self.reference else ""
        return f"{matter}{self.reason}"

    @property
    def is_lifted(self) -> bool:
        return self.lifted_at is not None

    @property
    def what(self) -> str:
        """What it is on, as people call it."""
        if self.item is not None:
            return str(self.item)
        if self.portfolio is not None:
            return str(self.portfolio)
        return str(self.person)
