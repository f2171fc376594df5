"""Forms of accounts."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class SignInForm(LoginForm):
    """Email address and password, named as people know them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Email address")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class NewPasswordForm(ResetPasswordForm):
    """Asks for a letter; an address that is somebody's no more brings none."""

    def clean_email(self) -> str:
        typed: str = super().clean_email()
        self.users: list[User] = [user for user in self.users if user.email == typed.lower()]
        return typed


def _new_password(label: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, strip=False, widget=widget)


class AcceptForm(forms.Form):
    """An invited person's name and first password."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As it should stand beside what you write"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1 = _new_password(_("Password"))
    password2 = _new_password(_("Password again"))

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
