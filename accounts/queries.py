"""Reads of accounts."""

from hashlib import sha256

from allauth.mfa.models import Authenticator

from accounts.enums import Role
from accounts.history import About
from accounts.models import HouseStyle, Invitation, Membership, Organisation, Service, User


def memberships_of(user: User) -> list[Membership]:
    """The person's memberships with service and organisation: one SQL statement a request."""
    if not hasattr(user, "_memberships"):
        user._memberships = list(  # type: ignore[attr-defined]
            Membership.objects.filter(user=user).select_related("organisation", "service")
        )
    return user._memberships  # type: ignore[attr-defined]


def home_of(user: User) -> int | None:
    """The number of the organisation whose administrators look after the person."""
    return next((row.organisation_id for row in memberships_of(user)), None)


def about_person(user: User) -> About:
    """For entries about a person: found by them and by their organisation."""
    return About(person_id=user.pk, organisation_id=home_of(user))


def has_second_factor(user: User) -> bool:
    """Whether an authenticator app or a passkey is set up; one SQL statement."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists()


def people_of(service: Service) -> list[User]:
    """The officers and managers of a service, by name; one SQL statement."""
    here = Membership.objects.filter(service=service, role__in=[Role.OFFICER, Role.MANAGER])
    people = User.objects.filter(pk__in=here.values("user"), is_active=True)
    return sorted(people, key=str)


def demonstration_memberships() -> list[Membership]:
    """The people of the demonstration with what each of them is; one SQL statement."""
    return list(
        Membership.objects.filter(user__email__endswith="@example.org")
        .select_related("user", "organisation", "service")
        .order_by("pk")[:12]
    )


def sha256_of_token(token: str) -> str:
    """What the database has of the token in a letter."""
    return sha256(token.encode()).hexdigest()


def invitation_by_digest(digest: str) -> Invitation | None:
    """The invitation whose letter has the token of this digest, open or not; one SQL statement."""
    rows = Invitation.objects.select_related("user", "organisation", "invited_by")
    return rows.filter(token_sha256=digest).first()


def house_style_of(organisation: Organisation) -> HouseStyle | None:
    """How the organisation's documents look, where it has said so; one SQL statement."""
    return HouseStyle.objects.filter(organisation=organisation).first()
