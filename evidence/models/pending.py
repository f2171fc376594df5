"""A summary that was sent and is not confirmed yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .portfolio import Portfolio


class PendingImport(models.Model):
    """The bytes of a summary and what was chosen about them; nothing of it is evidence so far.

    `choices` holds `rows` and `titles` that were put right, and the keys of the differences
    to `take` from the document.
    """

    portfolio = models.ForeignKey(
        Portfolio, on_delete=models.PROTECT, related_name="pending_imports"
    )
    source_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    data = models.BinaryField(_("content"))
    choices = models.JSONField(_("what was chosen"), default=dict)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["portfolio", "sha256"],
                name="pending_import_unique",
                violation_error_message=_("This file is waiting to be confirmed already"),
            ),
        ]

    def __str__(self) -> str:
        return self.source_name
