"""Secrets of second factors lie encrypted in the database, so that a backup gives none away."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

PURPOSE = b"accounts.sign_in.sealing "


def _box() -> MultiFernet:
    """Writes with the secret key; reads with those before it too (SECRET_KEY_FALLBACKS)."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(urlsafe_b64encode(sha256(PURPOSE + force_bytes(key)).digest())) for key in keys]
    )


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    return _box().decrypt(sealed.encode()).decode()
