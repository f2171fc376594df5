"""How an organisation's documents look."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.validators import readable_colour

from .organisation import Organisation

USUAL_ACCENT = "#0b4f5c"


class HouseStyle(models.Model):
    """The accent colour and the logo on an organisation's documents.

    The logo is a PNG or JPEG that the portal wrote itself from the picture that was handed in,
    and `logo_says` is read out in its place. `revision` counts the changes.
    """

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="house_style"
    )
    accent_colour = models.CharField(
        _("accent colour"), max_length=7, default=USUAL_ACCENT, validators=[readable_colour]
    )
    logo = models.BinaryField(_("logo"), null=True)
    logo_type = models.CharField(max_length=20, blank=True)
    logo_says = models.CharField(_("what the logo says"), max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(logo__isnull=True, logo_type="", logo_says="")
                | (Q(logo__isnull=False) & ~Q(logo_type="") & ~Q(logo_says="")),
                name="house_style_logo_whole",
                violation_error_message=_("Say what the logo shows, for those who do not see it"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
