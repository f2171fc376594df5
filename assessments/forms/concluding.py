"""The end of a visit: signed, returned, or taken up again."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

REASON_MAX = 4000
STATEMENT_MAX = 10_000


class ReasonForm(forms.Form):
    """A reason that the other side reads."""

    reason = forms.CharField(
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 4, "data-maxlength": REASON_MAX}),
    )

    def clean_reason(self) -> str:
        return self.cleaned_data["reason"].replace("\r\n", "\n")


class ReturnForm(ReasonForm):
    """Why the assessment goes back to the service."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.label = _("Why you return it")
        reason.help_text = _("The service reads this. Say what is to be put right.")
        reason.error_messages["required"] = _("Say why you return the assessment")


class ReopenForm(ReasonForm):
    """Why a completed assessment is taken up again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.label = _("Why you open it again")
        reason.help_text = _("The service reads this. Say what you will change.")
        reason.error_messages["required"] = _("Say why you open the assessment again")


class CompleteForm(forms.Form):
    """The assessor’s signature under the whole assessment."""

    statement = forms.CharField(
        label=_("Your statement"),
        help_text=_(
            "Printed with your name in the Assessment Summary and under the conclusion of your"
            " report. You may leave it empty."
        ),
        required=False,
        max_length=STATEMENT_MAX,
        widget=forms.Textarea(attrs={"rows": 8, "data-maxlength": STATEMENT_MAX}),
    )
    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As it is to stand under the assessment"),
        max_length=200,
        error_messages={"required": _("Enter your name to sign")},
    )
    assessed = forms.BooleanField(
        label=_("I have assessed what was submitted, and the ratings and comments are mine"),
        error_messages={"required": _("Tick the box to say that you assessed what was submitted")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Field("statement", wrapper_class="cse-writing"), "name", "assessed"
        )

    def clean_statement(self) -> str:
        return self.cleaned_data["statement"].replace("\r\n", "\n").strip()
