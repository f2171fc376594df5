"""What a person is, where: the ground of all authority but an assessor's access."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role

from .organisation import Organisation, Service


class Membership(models.Model):
    """A person's role in an organisation, and for officers and managers in one service of it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, related_name="memberships", null=True, blank=True
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)

    class Meta:
        ordering = ["organisation", "service", "role"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=Q(role__in=[Role.OFFICER, Role.MANAGER], service__isnull=False)
                | (~Q(role__in=[Role.OFFICER, Role.MANAGER]) & Q(service__isnull=True)),
                name="membership_service_fits_role",
                violation_error_message=_(
                    "Officers and managers belong to a service, other roles to the organisation"
                ),
            ),
            models.UniqueConstraint(
                fields=["user", "service", "role"],
                condition=Q(service__isnull=False),
                name="membership_of_service_unique",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(service__isnull=True),
                name="membership_of_organisation_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.service or self.organisation}"
