"""What was sent after the sign-in had ended, held until its writer signs in again."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class HeldForm(models.Model):
    """A form as it was sent, for the person who wrote it and nobody else.

    `fields` has each name with the list of its values; passwords and tokens are never
    among them. Files cannot be held: `files` has their names.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="held_forms"
    )
    path = models.CharField(_("where it was going"), max_length=2_000)
    fields = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    held_at = models.DateTimeField(_("held"), auto_now_add=True)

    class Meta:
        ordering = ["-held_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(path__startswith="/") & ~models.Q(path__startswith="//"),
                name="held_form_stays_here",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.path}"
