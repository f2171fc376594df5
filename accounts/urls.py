"""Addresses of accounts: signing in and out, the password, invitations, and the house style.

Of allauth's pages only these are here: the administrator looks after email addresses.
"""

from allauth.account.urls import urlpatterns as pages
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from accounts.views import (
    account,
    held,
    house_style,
    invitations,
    organisation,
    second_factor,
    sessions,
)

OFFERED = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",  # says that it is closed
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}

second_factor_pages = [
    path("", second_factor.second_factor, name="mfa_index"),
    path("go-on/", second_factor.go_on, name="second_factor_go_on"),
    path("confirm/", mfa.authenticate, name="mfa_authenticate"),
    path("confirm-again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "confirm-again/passkey/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("app/", totp.activate_totp, name="mfa_activate_totp"),
    path("app/picture.svg", second_factor.picture, name="second_factor_picture"),
    path("app/take-away/", second_factor.app_away, name="mfa_deactivate_totp"),
    path("passkeys/", second_factor.passkeys, name="mfa_list_webauthn"),
    path("passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/take-away/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("codes/", second_factor.codes, name="mfa_view_recovery_codes"),
    path("codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes/file/", second_factor.codes_as_file, name="codes_as_file"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", account.account, name="account"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/session/", sessions.session, name="session"),
    path("account/second-factor/", include(second_factor_pages)),
    path("account/", include([page for page in pages if page.name in OFFERED])),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("organisations/<slug:organisation>/", organisation.organisation, name="organisation"),
    path(
        "organisations/<slug:organisation>/house-style/",
        house_style.house_style,
        name="house_style",
    ),
    path(
        "organisations/<slug:organisation>/house-style/logo/",
        house_style.house_style_logo,
        name="house_style_logo",
    ),
    path("", include("accounts.urls_people")),
    path("", include("accounts.urls_statements")),
    path("held/<uuid:uuid>/", held.held_form, name="held_form"),
]

if settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]:
    urlpatterns.append(path("account/with/", include("accounts.urls_providers")))
