"""What a value must look like, with an error that says how to put it right."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

valid_prefix = RegexValidator(
    r"^[A-Z]{1,6}$", _("A prefix is one to six capital letters, for example CSS")
)
