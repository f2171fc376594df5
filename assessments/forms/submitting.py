"""The last step before the assessor."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class SubmitForm(forms.Form):
    """The last step before the assessor: with gaps it asks why."""

    gaps_reason = forms.CharField(
        label=gettext_lazy("Why do you submit with gaps?"),
        help_text=gettext_lazy("The assessor reads this"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "data-maxlength": 2000}),
    )

    def __init__(self, *args: Any, blocking: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blocking = blocking
        if not blocking:
            del self.fields["gaps_reason"]
        self.helper = FormHelper()
        self.helper.attrs = {"class": "cse-form cse-form--page"}
        self.helper.add_input(Submit("submit", _("Submit to the assessor")))

    def clean_gaps_reason(self) -> str:
        reason = self.cleaned_data["gaps_reason"].strip()
        if self.blocking and not reason:
            raise forms.ValidationError(
                _("Rate these before you submit, or say why they are not rated: %(codes)s")
                % {"codes": ", ".join(self.blocking)}
            )
        return reason
