"""Forms of the second factor, in our words; what they check is allauth's."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.sign_in.second_factor import use_code_once, was_used

USED = _("This code was used already. Wait until your app shows the next one")
LONGEST_NAME = 60


def _code_box(form: forms.Form, label: Any, hint: Any) -> None:
    field = form.fields["code"]
    field.label, field.help_text = label, hint
    field.widget.attrs = {"autocomplete": "one-time-code", "spellcheck": "false"}
    if "required" in field.error_messages:
        field.error_messages["required"] = _("Enter the code")


class _OnceOnly(forms.Form):
    """A code of an app opens once, whichever process is asked and however fast."""

    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except forms.ValidationError as refused:
            if was_used(self.user, self.cleaned_data["code"]):
                raise forms.ValidationError(USED, code="used") from refused
            raise
        by_app = self.authenticator.type == Authenticator.Type.TOTP
        if by_app and not use_code_once(self.user, code):
            raise forms.ValidationError(USED, code="used")
        return code


class CodeForm(_OnceOnly, AuthenticateForm):
    """The second factor at the sign-in: a code of the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_box(self, _("Code"), _("6 digits from your app, or one of your recovery codes"))


class CodeAgainForm(_OnceOnly, ReauthenticateForm):
    """The same, of somebody who has signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_box(self, _("Code"), _("6 digits from your app, or one of your recovery codes"))


class AppForm(ActivateTOTPForm):
    """The first code of an authenticator app shows that it is set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_box(self, _("Code"), _("The 6 digits that your app shows now"))

    def clean_code(self) -> str:
        code: str = super().clean_code()
        if not use_code_once(self.user, code):
            raise forms.ValidationError(USED, code="used")
        return code


class PasskeyForm(AddWebAuthnForm):
    """A passkey, with a name to know it by."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].help_text = _("To tell it from others, such as “Work laptop”")
        self.fields["name"].max_length = LONGEST_NAME
        self.fields["name"].widget.attrs["maxlength"] = LONGEST_NAME


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].widget.attrs["maxlength"] = LONGEST_NAME
