"""One service's evidence for one standard."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Service
from criteria.models import Standard


class Portfolio(models.Model):
    """It lasts across years: assessments come and go, the portfolio stays."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="portfolios")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="portfolios")

    class Meta:
        ordering = ["service__name", "standard__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "standard"],
                name="portfolio_unique",
                violation_error_message=_("This service has evidence for this standard already"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}, {self.standard.short_name}"

    @property
    def organisation_id(self) -> int:
        return self.service.organisation_id
