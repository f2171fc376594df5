"""Who was here: what somebody was in an organisation when their access was taken away."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .organisation import Organisation


class Departure(models.Model):
    """Somebody whose roles in an organisation were set aside, to be given back if they return.

    `roles` has each role with the number of its service, or None.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="departures"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="departures"
    )
    roles = models.JSONField(_("roles until then"), default=list)
    at = models.DateTimeField(_("deactivated"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="departure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.organisation}"
