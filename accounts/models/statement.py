"""What an organisation tells the public about the portal: accessibility and privacy."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import StatementKind

from .organisation import Organisation

MOST_CHARACTERS = 30_000


class Statement(models.Model):
    """One organisation's text for one public page. `revision` counts the changes."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="statements"
    )
    kind = models.CharField(_("page"), max_length=20, choices=StatementKind.choices)
    text = models.TextField(_("text"), max_length=MOST_CHARACTERS, blank=True)
    revision = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        ordering = ["organisation", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="statement_once"),
            models.CheckConstraint(
                condition=Q(kind__in=StatementKind.values), name="statement_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()}"
