"""What a value must look like, with an error that says how to put it right."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.colours import LEAST_CONTRAST, contrast

# A number of the database has no more.
MOST_DIGITS = 18

valid_prefix = RegexValidator(
    r"^[A-Z]{1,6}$", gettext_lazy("A prefix is one to six capital letters, for example CSS")
)


def readable_colour(value: str) -> None:
    """A colour `#rrggbb` whose letters can be read on white paper; else ValidationError."""
    if not re.fullmatch(r"#[0-9a-f]{6}", value):
        raise ValidationError(_("Give the colour as # and six letters or digits, like #0b4f5c"))
    if (found := contrast(value)) < LEAST_CONTRAST:
        raise ValidationError(
            _(
                "On white this colour has a contrast of %(found).1f to 1. Choose a darker one: "
                "letters need %(least)s to 1 to be read"
            )
            % {"found": found, "least": LEAST_CONTRAST}
        )


def is_row_number(text: str) -> bool:
    """Whether it can be the number of a row, as a form sends it back."""
    return text.isdecimal() and len(text) <= MOST_DIGITS
