"""People with second factors, for the tests."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from tests.builders.people import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN, CONFIRM = "/account/login/", "/account/second-factor/confirm/"


def code_of(secret=SECRET, steps=0):
    """What the app shows now, or so many half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def give_app(user, secret=SECRET):
    """An authenticator app, and recovery codes; the codes."""
    TOTP.activate(user, secret)
    return RecoveryCodes.activate(user).generate_codes()


def give_passkey(user):
    """As allauth keeps one; it opens nothing here."""
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Work laptop", "credential": {}}
    )


def browser(**given):
    """Somebody who has not signed in."""
    return Client(**given)


def with_password(user, client=None):
    client = client or Client()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    return client
