"""The closed lists of assessments."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    FULL = "full", _("Full assessment")
    ANNUAL_REVIEW_1 = "annual-review-1", _("First annual review")
    ANNUAL_REVIEW_2 = "annual-review-2", _("Second annual review")


class State(models.TextChoices):
    PREPARING = "preparing", _("Preparing")
    RETURNED = "returned", _("Returned to the service")
    SUBMITTED = "submitted", _("Submitted")
    ASSESSING = "assessing", _("Being assessed")
    COMPLETED = "completed", _("Completed")
