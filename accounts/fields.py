"""Fields of forms that every app may use."""

from datetime import date
from typing import Any

from django import forms
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext_lazy

DATES = ["%d %B %Y", "%d %b %Y", "%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y"]


class BritishDateField(forms.DateField):
    """A day in one box, as people write it: `1 December 2026`, `01/12/2026`, `2026-12-01`."""

    default_error_messages = {
        "required": gettext_lazy("Enter a date, such as 21 November 2026"),
        "invalid": gettext_lazy("Enter a real date, such as 21 November 2026"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("For example, 21 November 2026"))
        super().__init__(input_formats=DATES, widget=forms.TextInput, **kwargs)

    def to_python(self, value: Any) -> date | None:
        return super().to_python(" ".join(value.split()) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return format_date(value, "j F Y") if isinstance(value, date) else value
