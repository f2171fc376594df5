"""Who gets in, and how."""

from typing import Any

from .environment import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.sign_in.passwords.EasyToGuess"},
    {"NAME": "accounts.sign_in.words.WordsOfThePlace"},
    {"NAME": "accounts.sign_in.breached.Breached"},
]
# The list of stolen passwords, sorted, as Have I Been Pwned gives it: see docs/operations.md.
BREACHED_PASSWORDS = env("BREACHED_PASSWORDS", default="")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedToSignUp"
ACCOUNT_FORMS = {
    "login": "accounts.forms_password.SignInForm",
    "change_password": "accounts.forms_password.ChangeForm",
    "set_password": "accounts.forms_password.SetForm",
    "reset_password_from_key": "accounts.forms_password.NewByLetterForm",
    "reauthenticate": "accounts.forms_password.AgainForm",
    "reset_password": "accounts.forms.NewPasswordForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
# The letter for a new password: its link works once, and for two hours.
PASSWORD_RESET_TIMEOUT = 2 * 3600
# So long asking for it takes, so that the time tells nobody who is known.
NEW_PASSWORD_SECONDS = 0.6
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# Between the password and the second factor.
ACCOUNT_LOGIN_TIMEOUT = 15 * 60
# How often may be tried: decision 24 says why these figures. A success is not counted.
ACCOUNT_RATE_LIMITS: Any = {
    # Wrong passwords: for one account from one place, from one address, from everywhere.
    "password_here": "5/15m/key",
    # In browsers in which the person has signed in: each sign-in of a colleague there makes
    # it another browser to the limit above.
    "password_known": "30/1h/key",
    "password_address": "30/5m/ip",
    "password_anywhere": "50/1h/key",
    # Wrong codes of a second factor, for one person.
    "login_failed": "5/15m/key,30/6h/key",
    # Whole sign-ins, right and wrong, from one address: an office may stand behind it.
    "login": "120/m/ip",
    "reset_password": "20/10m/ip,5/1h/key",
    "reset_password_from_key": "20/10m/ip",
    # Who finds an open browser has the old password still to guess.
    "reauthenticate": "10/5m/user,40/6h/user",
    "change_password": "5/5m/user,20/6h/user",
    "invitation": "20/10m/ip",
    # To a provider and back, two for each sign-in: an office may stand behind an address.
    "provider": "240/5m/ip",
    # Entries of the history about addresses that nobody has.
    "note_unknown": "1/5m/ip,60/1h/key",
}
MFA_ADAPTER = "accounts.sign_in.second_factor.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.forms_sign_in.CodeForm",
    "reauthenticate": "accounts.forms_sign_in.CodeAgainForm",
    "activate_totp": "accounts.forms_sign_in.AppForm",
    "add_webauthn": "accounts.forms_sign_in.PasskeyForm",
    "edit_webauthn": "accounts.forms_sign_in.PasskeyNameForm",
}
MFA_TOTP_ISSUER = "CSE Portal"
# A code holds for its own half minute and no other: telephones have the right time.
MFA_TOTP_TOLERANCE = 0
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
# A session ends so long after its last use, and after its beginning whatever happens.
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_AGE = 12 * 3600
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.sign_in.reset_links.ResetLinks"  # noqa: S105
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
CSRF_FAILURE_VIEW = "accounts.views.held.csrf_failure"
# Who writes in this browser: see accounts/writers.py.
WRITERS_COOKIE_NAME = "writers"

# Whether everybody needs a second factor who does not sign in through their organisation's
# own identity provider: "required", or "optional" where nothing real is kept.
SECOND_FACTOR = "required"

CACHES = {
    # What guesses are counted in: shared by all processes.
    "default": {"BACKEND": "accounts.sign_in.shared.SharedCache"},
    # What a process may reckon again at any time.
    "near": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

# Proxies, by address or network with commas, whose X-Forwarded-For says where people come from.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])


def claim(text: str) -> tuple[str, str] | None:
    """`amr=mfa` as its two parts."""
    name, _is, value = text.partition("=")
    return (name, value) if name and value else None


def identity_provider(key: str) -> dict[str, Any]:
    """An organisation's own identity provider, of the variables OIDC_<KEY>_…"""
    given = f"OIDC_{key.upper().replace('-', '_')}_"
    return {
        "provider_id": key,
        "name": env(f"{given}NAME"),
        "client_id": env(f"{given}CLIENT_ID"),
        "secret": env(f"{given}CLIENT_SECRET"),
        "settings": {
            # As the provider itself writes it, such as https://login.microsoftonline.com/…/v2.0
            "server_url": env(f"{given}ISSUER"),
            # Whose addresses it vouches for, and whether they may sign in by it alone.
            "domains": [domain.lower() for domain in env.list(f"{given}DOMAINS")],
            "only": env.bool(f"{given}ONLY", default=False),
            # What its token must say of a sign-in with two factors, such as amr=mfa.
            "strength": claim(env(f"{given}STRENGTH", default="")),
            "fetch_userinfo": False,
            "oauth_pkce_enabled": True,
        },
    }


# Organisations whose people may sign in by their own provider (OpenID Connect).
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "APPS": [identity_provider(key) for key in env.list("OIDC_PROVIDERS", default=[])]
    }
}
SOCIALACCOUNT_ADAPTER = "accounts.sign_in.providers.ByProvider"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
