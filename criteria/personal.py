"""What standards hold about people: who last changed an organisation's own guidance."""

from django.utils.translation import gettext_lazy as _

from accounts.personal import holds_rows
from criteria.models import OwnGuidance

holds_rows(
    "criteria.guidance",
    _("Own guidance they last changed"),
    OwnGuidance,
    "updated_by",
    columns=(("element__code", _("Element")), "text", "updated_at"),
    organisation="organisation",
)
