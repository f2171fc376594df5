from django.db import models
from django.utils.translation import gettext_lazy as _


class CountsAs(models.TextChoices):
    """What a rating does for the pass rule, whatever a body calls the rating."""

    MET = "met", _("Met")
    PARTIAL = "partial", _("Partly met")
    NOT_MET = "not-met", _("Not met")
    EXCLUDED = "excluded", _("Left out of the count")
