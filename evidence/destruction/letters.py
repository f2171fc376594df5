"""Letters about destructions: to those who may agree, and to whoever asked."""

from django.db.models import Q
from django.urls import reverse

from accounts.enums import Role
from accounts.mail import send_letter
from accounts.models import Membership, User
from evidence.enums import AskedAs
from evidence.models import Destruction


def tell_deciders(destruction: Destruction, by: User) -> None:
    """Ask those who may agree to look at it."""
    for person in deciders_of(destruction):
        if person.pk != by.pk:
            _send(person, "destruction_asked", destruction, sender=str(by))


def tell_who_asked(destruction: Destruction, template: str, by: User) -> None:
    """What has become of it."""
    person = destruction.asked_by
    if person and person.is_active and person.pk != by.pk:
        _send(person, template, destruction, sender=str(by))


def deciders_of(destruction: Destruction) -> list[User]:
    """Who is the other of the two people; one statement."""
    item = destruction.version.item
    if destruction.asked_as == AskedAs.KEEPER:
        others = Q(role=Role.GOVERNANCE, organisation=item.organisation_id)
    elif item.service_id:
        others = Q(role=Role.MANAGER, service=item.service_id)
    else:
        others = Q(role=Role.ADMINISTRATOR, organisation=item.organisation_id)
    members = Membership.objects.filter(others, user__is_active=True).select_related("user")
    return list({row.user_id: row.user for row in members}.values())


def _send(person: User, template: str, destruction: Destruction, **words: object) -> None:
    version = destruction.version
    send_letter(
        to=person.email,
        template=template,
        path=reverse("evidence:destruction", args=[destruction.uuid]),
        name=str(person),
        code=version.item.code,
        number=version.number,
        reason=destruction.reason,
        refused=destruction.refused_reason,
        **words,
    )
