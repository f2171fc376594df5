"""What the libraries of the sign-in hold about people: kinds and dates, never a secret."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from . import holds_rows

# By model of a library that may be switched on: heading, columns.
OF_LIBRARIES = {
    "mfa.Authenticator": (_("Second factors"), ("type", "created_at", "last_used_at")),
    "usersessions.UserSession": (
        _("Sessions"),
        (("ip", _("Address")), ("user_agent", _("Browser")), "created_at", "last_seen_at"),
    ),
    "socialaccount.SocialAccount": (
        _("Accounts with an identity provider"),
        ("provider", "uid", "date_joined", "last_login"),
    ),
}

for label, (title, columns) in OF_LIBRARIES.items():
    app = label.partition(".")[0]
    if app in {config.label for config in apps.get_app_configs()}:
        model = apps.get_model(label)
        name = f"accounts.{app}"
        holds_rows(name, title, model, "user", columns=columns, organisation=None, erased=True)
