"""For how long an organisation keeps what it no longer uses."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation

CYCLES = 2
REQUEST_YEARS = 3


class RetentionRule(models.Model):
    """The council's own rule: so many full cycles after a visit; one without a row has CYCLES.

    The standard sets no such time, so `source` names what the council goes by. Requests for
    information are kept for `request_years` after their answer.
    """

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, primary_key=True, related_name="retention_rule"
    )
    cycles = models.PositiveSmallIntegerField(
        _("full cycles to keep"),
        default=CYCLES,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    request_years = models.PositiveSmallIntegerField(
        _("years to keep requests for information"),
        default=REQUEST_YEARS,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    source = models.CharField(_("what the council goes by"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cycles__gte=1, cycles__lte=10), name="retention_cycles_in_range"
            ),
            models.CheckConstraint(
                condition=Q(request_years__gte=1, request_years__lte=20),
                name="retention_request_years_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycles} cycles"
