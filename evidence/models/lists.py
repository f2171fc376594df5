"""Lists of evidence that somebody keeps at hand."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .portfolio import Portfolio


class SavedList(models.Model):
    """What a person chose in a library, under a name; `query` is what its address says.

    It holds the choice and not the items: it finds what is there on the day.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_lists"
    )
    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, related_name="saved_lists")
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("what its address says"), max_length=2000)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "portfolio", "name"],
                name="saved_list_name_unique",
                violation_error_message=_("You have a list with this name already"),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_list_named"),
        ]

    def __str__(self) -> str:
        return self.name
