"""Addresses of accounts: signing in and out, the password, invitations, and the house style.

Of allauth's pages only these are here: the administrator looks after email addresses.
"""

from allauth.account.urls import urlpatterns as pages
from django.urls import include, path

from accounts.views import held, house_style, invitations

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

urlpatterns = [
    path("account/", include([page for page in pages if page.name in OFFERED])),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
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
    path("held/<uuid:uuid>/", held.held_form, name="held_form"),
]
