"""The council's own rule of how long it keeps what it no longer uses."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evidence.forms import helper


class RetentionForm(forms.Form):
    """So many full cycles, and what the council goes by."""

    cycles = forms.IntegerField(
        label=_("Full cycles to keep"),
        help_text=_("Counted from the completion of a visit, or from the last use of evidence."),
        min_value=1,
        max_value=10,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
        error_messages={
            "required": _("Enter a number from 1 to 10"),
            "invalid": _("Enter a number from 1 to 10"),
            "min_value": _("Enter a number from 1 to 10"),
            "max_value": _("Enter a number from 1 to 10"),
        },
    )
    request_years = forms.IntegerField(
        label=_("Years to keep requests for information"),
        help_text=_("Counted from their answer. Information governance deletes them."),
        min_value=1,
        max_value=20,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
        error_messages={
            "required": _("Enter a number from 1 to 20"),
            "invalid": _("Enter a number from 1 to 20"),
            "min_value": _("Enter a number from 1 to 20"),
            "max_value": _("Enter a number from 1 to 20"),
        },
    )
    source = forms.CharField(
        label=_("What the council goes by"),
        help_text=_("For example, retention schedule 2026, line 14.2. It stands in every record."),
        max_length=100,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(_("Save the rule"))
        self.helper.form_action = "rule"
