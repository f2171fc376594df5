"""What the frame of every page needs to know about its reader."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Membership
from accounts.queries import demonstration_memberships, memberships_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shell.organisation` and `shell.roles` of the signed-in person; asked only when used."""

    def read() -> dict[str, Any]:
        user = getattr(request, "user", None)
        rows = memberships_of(user) if user and user.is_authenticated else []
        return {
            "organisation": rows[0].organisation if rows else None,
            "roles": sorted({row.get_role_display() for row in rows}),
        }

    return {"shell": SimpleLazyObject(read), "demonstration": SimpleLazyObject(_demonstration)}


def _demonstration() -> list[Membership]:
    """Whom a stranger may sign in as; nobody outside the demonstration."""
    if not getattr(settings, "DEMONSTRATION", False):
        return []
    return demonstration_memberships()
