"""The form that names a list of evidence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ListForm(forms.Form):
    """A name that the person has not given to another list yet, unless they replace it."""

    name = forms.CharField(
        label=_("Name of the list"),
        help_text=_("For example, ours to renew before the visit"),
        max_length=80,
        error_messages={"required": _("Enter a name for the list")},
    )
    replace = forms.BooleanField(
        label=_("Replace the list that has this name"), required=False, widget=forms.HiddenInput
    )
    list = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, taken: set[str], query: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["list"] = query
        self.taken = taken

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("name") in self.taken and not cleaned.get("replace"):
            self.fields["replace"].widget = forms.CheckboxInput()
            self.add_error(
                "name", _("You have a list with this name. Give another name, or replace it.")
            )
        return cleaned
