"""Forms of accounts."""

import time
from typing import Any

from allauth.account.forms import ResetPasswordForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.forms_password import word
from accounts.models import User


class NewPasswordForm(ResetPasswordForm):
    """Asks for a letter; an address that is somebody's no more brings none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self)

    def clean_email(self) -> str:
        typed: str = super().clean_email()
        self.users: list[User] = [user for user in self.users if user.email == typed.lower()]
        return typed

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Write the letter, and take as long whether there is somebody to write to or not."""
        began = time.monotonic()
        email: str = super().save(request, **kwargs)
        time.sleep(max(0, began + settings.NEW_PASSWORD_SECONDS - time.monotonic()))
        return email


def _new_password(label: Any, empty: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    wanted = {"required": empty}
    return forms.CharField(label=label, strip=False, widget=widget, error_messages=wanted)


class AcceptForm(forms.Form):
    """An invited person's name and first password."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As it should stand beside what you write"),
        max_length=200,
        error_messages={"required": _("Enter your name")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1 = _new_password(_("Password"), _("Enter a password"))
    password2 = _new_password(_("Password again"), _("Enter the password again"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = user.name
        self.user = user

    def clean(self) -> None:
        given = self.cleaned_data
        if "password1" not in given:
            return
        if "password2" in given and given["password1"] != given["password2"]:
            self.add_error("password2", _("Type the same password in both boxes"))
            return
        named = User(email=self.user.email, name=given.get("name", ""))
        try:
            validate_password(given["password1"], named)
        except forms.ValidationError as problems:
            self.add_error("password1", problems)
