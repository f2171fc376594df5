"""The people of an organisation: who is known there, as what, and how they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import OrganisationKind, PersonState, Role
from accounts.models import Departure, Invitation, Membership, Organisation, Service, User
from accounts.personal import people_tied_to

# Which roles an organisation gives: assessors' access is given at the assessment alone, and
# the role of an assessor says no more than for which certification body somebody works.
OF_COUNCILS = (Role.OFFICER, Role.MANAGER, Role.ADMINISTRATOR, Role.GOVERNANCE)
OF_BODIES = (Role.ASSESSOR, Role.ADMINISTRATOR)
OF_SERVICES = frozenset({Role.OFFICER, Role.MANAGER})
HAS_JOINED = ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) | Q(last_login__isnull=False)


@dataclass(frozen=True)
class Place:
    """A role, and for officers and managers the service in which somebody has it."""

    role: Role
    service: Service | None = None

    def __str__(self) -> str:
        return f"{self.role.label}, {self.service}" if self.service else str(self.role.label)


@dataclass(frozen=True)
class PersonHere:
    """Somebody as one organisation sees them."""

    organisation: Organisation
    user: User


def roles_offered(organisation: Organisation) -> tuple[Role, ...]:
    """The roles that administrators of the organisation give."""
    is_body = organisation.kind == OrganisationKind.CERTIFICATION_BODY
    return OF_BODIES if is_body else OF_COUNCILS


def places_offered(organisation: Organisation) -> list[Place]:
    """Every role that can be given, with each service; at most one SQL statement."""
    offered = roles_offered(organisation)
    services = list(organisation.services.order_by("name")) if OF_SERVICES & set(offered) else []
    return [
        place
        for role in offered
        for place in (
            [Place(role, service) for service in services] if role in OF_SERVICES else [Place(role)]
        )
    ]


def people_known(organisation: Organisation) -> QuerySet[User]:
    """Whoever has or had a role there, is invited, or is tied to it otherwise."""
    invited = Invitation.objects.open().filter(organisation=organisation)
    ways: list[Any] = [
        organisation.memberships.values("user"),
        organisation.departures.values("user"),
        invited.values("user"),
        *people_tied_to(organisation),
    ]
    known = Q()
    for way in ways:
        known |= Q(pk__in=way)
    return User.objects.filter(known, erased_at__isnull=True)


def with_standing(people: QuerySet[User], organisation: Organisation) -> Any:
    """Each with `state`, `invited_until`, `has_link`, `has_factor` and `roles_here`."""
    roles = Membership.objects.filter(organisation=organisation).select_related("service")
    invited = Invitation.objects.open().filter(organisation=organisation, user=OuterRef("pk"))
    factors = Authenticator.objects.filter(
        user=OuterRef("pk"), type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    )
    return people.annotate(
        state=_state(organisation),
        invited_until=Subquery(invited.values("expires_at")[:1]),
        has_link=Exists(invited.filter(expires_at__gt=timezone.now())),
        has_factor=Exists(factors),
    ).prefetch_related(
        Prefetch("memberships", roles.order_by("role", "service__name"), to_attr="roles_here")
    )


def _state(organisation: Organisation) -> Case:
    departed = Departure.objects.filter(organisation=organisation, user=OuterRef("pk"))
    here = Membership.objects.filter(organisation=organisation, user=OuterRef("pk"))
    return Case(
        When(Exists(departed) | Q(is_active=False), then=Value(PersonState.DEACTIVATED)),
        When(~HAS_JOINED, then=Value(PersonState.INVITED)),
        When(~Exists(here), then=Value(PersonState.OUTSIDE)),
        default=Value(PersonState.ACTIVE),
    )


def listed(
    organisation: Organisation, *, words: str = "", role: str = "", service: str = "", state: str
) -> QuerySet[User]:
    """The people to list, by name; `state` empty for all."""
    people = with_standing(people_known(organisation), organisation)
    for word in words.split():
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
    if role or service:
        wanted = organisation.memberships.all()
        wanted = wanted.filter(role=role) if role else wanted
        wanted = wanted.filter(service__slug=service) if service else wanted
        people = people.filter(pk__in=wanted.values("user"))
    if state:
        people = people.filter(state=state)
    return people.order_by("name", "pk")


def administrators_beside(organisation: Organisation, user: User) -> QuerySet[User]:
    """Who else can look after the organisation: administrators who can sign in."""
    rows = organisation.memberships.filter(role=Role.ADMINISTRATOR).exclude(user=user)
    return User.objects.filter(HAS_JOINED, pk__in=rows.values("user"), is_active=True)


def in_words(memberships: Iterable[Membership]) -> str:
    """Roles as the history says them."""
    places = sorted(str(Place(Role(each.role), each.service)) for each in memberships)
    return "; ".join(places) or _("no role")
