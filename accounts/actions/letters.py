"""Letters about the safety of an account."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.client import address_in_hand
from accounts.mail import send_letter
from accounts.models import User


@transaction.atomic
def tell_of_change(*, user: User, what: Any) -> None:
    """Tell the person that something changed about how they sign in, when and from where."""
    send_letter(
        to=user.email,
        template="account_changed",
        path="/account/",
        name=user.name,
        what=str(what),
        when=timezone.now(),
        place=address_in_hand(),
    )
