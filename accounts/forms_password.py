"""Forms of passwords, in our words; what they check is allauth's."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

# Label, and what is said where the box stays empty.
WORDS = {
    "login": (_("Email address"), _("Enter your email address")),
    "email": (_("Email address"), _("Enter your email address")),
    "password": (_("Password"), _("Enter your password")),
    "oldpassword": (_("Password until now"), _("Enter the password that you have now")),
    "password1": (_("New password"), _("Enter a new password")),
    "password2": (_("New password again"), _("Enter the new password again")),
}


def word(form: forms.BaseForm) -> None:
    """Name the boxes as people know them; the page says once what a password needs."""
    for name, field in form.fields.items():
        if name not in WORDS:
            continue
        field.label, field.error_messages["required"] = WORDS[name]
        field.widget.attrs.pop("placeholder", None)
        if name == "password1":
            field.help_text = ""


class _Worded(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self)


class SignInForm(_Worded, LoginForm):
    """Email address and password."""


class ChangeForm(_Worded, ChangePasswordForm):
    """Another password, by whoever knows the one that holds."""


class SetForm(_Worded, SetPasswordForm):
    """The first password, of somebody who had none."""


class NewByLetterForm(_Worded, ResetPasswordKeyForm):
    """A new password, by the link of a letter."""


class AgainForm(_Worded, ReauthenticateForm):
    """The password once more, before something that matters."""
