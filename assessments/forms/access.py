"""Assessors' access to what is submitted."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import BritishDateField


class DaysForm(forms.Form):
    """From which day to which somebody has access."""

    starts_on = BritishDateField(label=gettext_lazy("From"))
    ends_on = BritishDateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("The last day, included. For example, 21 November 2026"),
    )
    button = gettext_lazy("Change the days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"class": "cse-form cse-form--narrow"}
        self.helper.add_input(Submit("give", str(self.button)))


class AccessForm(DaysForm):
    """Whom to let read what is submitted, from one day to another.

    What else must hold is said by the action, which refuses with the field that must change.
    """

    email = forms.EmailField(
        label=gettext_lazy("Email address of the assessor"),
        help_text=gettext_lazy("We send a letter there. Those who were here before are suggested"),
        max_length=254,
        widget=forms.EmailInput(attrs={"list": "known-assessors", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the assessor"),
        help_text=gettext_lazy("May be left empty for an assessor who is here already"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    button = gettext_lazy("Give access and send the letter")
    field_order = ["email", "name", "starts_on", "ends_on"]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if "@" in name or "//" in name:
            raise forms.ValidationError(_("Enter a name, without an address"))
        return name
