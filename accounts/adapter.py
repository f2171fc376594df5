"""How allauth behaves here."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.letters import tell_of_change
from accounts.client import address_of
from accounts.history import About, record
from accounts.mail import absolute, post, send_letter
from accounts.models import User
from accounts.queries import about_person
from accounts.sign_in import limits
from accounts.sign_in.providers import SHOWN_AGAIN, only_provider_for, provider_of
from accounts.sign_in.second_factor import WANTED

NOBODY = "0.0.0.0"  # noqa: S104  where the server does not say where a request comes from  # nosec B104  # a sign for nowhere

# What allauth has to say, in our words; what is not here is not said.
MESSAGES = {
    "account/messages/logged_out.txt": _("You have signed out"),
    "account/messages/password_changed.txt": _("Your password is changed"),
    "account/messages/password_set.txt": _("Your password is set"),
    "mfa/messages/totp_activated.txt": _("Your authenticator app is set up"),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is taken away"),
    "mfa/messages/webauthn_added.txt": _("Your passkey is set up"),
    "mfa/messages/webauthn_removed.txt": _("The passkey is taken away"),
}
LETTERS = {
    "account/email/password_changed": _("Your password for the CSE Portal was changed"),
    "account/email/password_set": _("A password for the CSE Portal was set"),
    "account/email/password_reset": _("You have a new password for the CSE Portal"),
    "mfa/email/totp_activated": _("An authenticator app was added to your account"),
    "mfa/email/totp_deactivated": _("The authenticator app was taken off your account"),
    "mfa/email/webauthn_added": _("A passkey was added to your account"),
    "mfa/email/webauthn_removed": _("A passkey was taken off your account"),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account"),
}


class ClosedToSignUp(DefaultAccountAdapter):
    """People are invited by their organisation; nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "The email address or the password is not right. Check both, or choose a new "
            "password by “Forgot your password?”"
        ),
        "enter_current_password": _("This is not the password that you have now"),
        "incorrect_password": _("This is not your password"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request) or NOBODY

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Each guess is counted before it is looked at; too many are answered by a page.

        People who sign in by their provider alone have no password that could be right.
        """
        provider = only_provider_for(credentials["email"])
        if provider:
            page = render(request, "account/use_provider.html", {"provider": provider}, status=403)
            raise ImmediateHttpResponse(page)
        self._counted = limits.count_guess(request, credentials["email"])

    def _rollback_login_failed_rl_usage(self) -> None:
        for usage in self._counted:
            usage.rollback()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Noted for whom it was meant; addresses that nobody has are not kept."""
        user = User.objects.filter(email__iexact=credentials["email"].strip()).first()
        if user is None and not limits.may(request, "note_unknown", "all"):
            return
        with transaction.atomic():
            if user:
                about = about_person(user)
                record(verb="accounts.sign_in_refused", by=None, about=about, who=str(user))
            else:
                record(verb="accounts.unknown_sign_in_refused", by=None, about=About())

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        if code in ("too_many_login_attempts", "rate_limited"):
            raise self._too_many_codes()
        return super().validation_error(code, *args)

    def _too_many_codes(self) -> limits.TooMany:
        request = context.request
        stage = getattr(request, "_login_stage", None)
        return limits.refuse_codes(request, stage.login.user if stage else request.user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of somebody who has shown a moment ago who they are.

        A provider may have let them in without asking; whoever has nothing but it goes there
        again. Raises ImmediateHttpResponse with the page that sends them.
        """
        request = context.request
        records = get_authentication_records(request, request.user)
        shown = [each["at"] for each in records if each["method"] != "socialaccount"]
        just_now = timezone.now().timestamp() - REAUTHENTICATION_TIMEOUT
        if max([request.session.get(SHOWN_AGAIN, 0), *shown]) > just_now:
            return False
        provider = provider_of(request.user)
        if provider and not self.get_reauthentication_methods(request.user):
            context_of_page = {"provider": provider, "wanted": request.path}
            page = render(request, "account/reauthenticate_there.html", context_of_page, status=403)
            raise ImmediateHttpResponse(page)
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where they were going before they had to show who they are."""
        return request.session.pop(WANTED, None) or super().get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/account/"

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        user.set_password(password)
        user.save(update_fields=["password"])

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        known = MESSAGES.get(message_template or "", message)
        if known:
            super().add_message(request, level, message=str(known), extra_tags=extra_tags)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        if template_prefix in LETTERS and isinstance(user, User):
            tell_of_change(user=user, what=LETTERS[template_prefix])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """As every letter goes: a mail server that fails breaks no page."""
        if template_prefix == "account/email/unknown_account":
            self._note_unknown_reset()
        given = {"email": email, "portal": absolute("/"), **context}
        letter = self.render_mail(template_prefix, email, given)
        post(to=email, subject=str(letter.subject), body=f"{letter.body}\n")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Where we are, whatever name the request was made under."""
        return absolute(urlsplit(super().get_reset_password_from_key_url(key)).path)

    def _note_unknown_reset(self) -> None:
        """So that the answer takes as long as for somebody who is known."""
        with transaction.atomic():
            record(verb="accounts.unknown_password_reset_asked", by=None, about=About())

    def send_password_reset_mail(
        self, user: AbstractBaseUser, email: str, context: dict[str, Any]
    ) -> None:
        """The letter and the entry of the history are written together."""
        provider = only_provider_for(email)
        with transaction.atomic():
            if isinstance(user, User):
                about = about_person(user)
                record(verb="accounts.password_reset_asked", by=None, about=about, who=str(user))
            if provider:
                send_letter(
                    to=email,
                    template="use_provider",
                    path="/account/login/",
                    provider=provider.name,
                )
            else:
                super().send_password_reset_mail(user, email, context)
