"""The end of a visit."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReturnForm(forms.Form):
    """Why the assessment goes back to the service."""

    reason = forms.CharField(
        label=_("Why you return it"),
        help_text=_("The service reads this. Say what is to be put right."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why you return the assessment")},
    )
