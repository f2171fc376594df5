"""Letters on their way: kept until the mail server has taken them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Letter(models.Model):
    """One letter to one person; the row goes when the mail server has taken it."""

    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    queued_at = models.DateTimeField(_("written"), auto_now_add=True)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    tried_at = models.DateTimeField(_("last tried"), null=True, blank=True)

    class Meta:
        ordering = ["queued_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tries=0, tried_at__isnull=True)
                | Q(tries__gte=1, tried_at__isnull=False),
                name="letter_tries_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
