"""What allauth makes the links with; it imports this itself, and nothing else should."""

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from django.contrib.auth.models import AbstractBaseUser

from .links import links_since


class ResetLinks(EmailAwarePasswordResetTokenGenerator):
    """A link fits the password that it was made for. A restore brings an older password back,
    and would bring the links for it back too."""

    def _make_hash_value(self, user: AbstractBaseUser, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{links_since()}"
