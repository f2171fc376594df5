"""The settings of the tests for a server of its own, which counts passwords looked at."""

import os
from pathlib import Path

from django.contrib.auth.hashers import MD5PasswordHasher

from cse_portal.settings import sign_in
from cse_portal.settings.test import *  # noqa: F403

PASSWORD_HASHERS = ["tests.accounts.guessing_settings.TellingHasher"]
ALLOWED_HOSTS = ["127.0.0.1"]
ACCOUNT_RATE_LIMITS = sign_in.ACCOUNT_RATE_LIMITS


class TellingHasher(MD5PasswordHasher):
    """Leaves a line for each password that is looked at, whichever process does it."""

    def encode(self, password: str, salt: str) -> str:
        with Path(os.environ["LOOKED_AT"]).open("a") as told:
            told.write("x\n")
        return super().encode(password, salt)
