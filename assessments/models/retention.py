"""How much is past its time, as the worker last counted it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Service


class RetentionDue(models.Model):
    """What a manager of the service, or for no service an administrator, should look at."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="retention_due"
    )
    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, related_name="retention_due", null=True, blank=True
    )
    assessments = models.PositiveIntegerField(_("assessments"), default=0)
    items = models.PositiveIntegerField(_("items of evidence"), default=0)
    counted_at = models.DateTimeField(_("counted"), auto_now=True)

    class Meta:
        ordering = ["organisation", "service"]
        constraints = [
            models.UniqueConstraint(
                fields=["service"],
                condition=models.Q(service__isnull=False),
                name="retention_due_of_service_once",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(service__isnull=True),
                name="retention_due_of_organisation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service or self.organisation}: {self.assessments}, {self.items}"
