"""Reads of accounts."""

from accounts.models import Membership, User


def memberships_of(user: User) -> list[Membership]:
    """The person's memberships with service and organisation: one SQL statement a request."""
    if not hasattr(user, "_memberships"):
        user._memberships = list(  # type: ignore[attr-defined]
            Membership.objects.filter(user=user).select_related("organisation", "service")
        )
    return user._memberships  # type: ignore[attr-defined]


def demonstration_memberships() -> list[Membership]:
    """The people of the demonstration with what each of them is; one SQL statement."""
    return list(
        Membership.objects.filter(user__email__endswith="@example.org")
        .select_related("user", "organisation", "service")
        .order_by("pk")[:12]
    )
