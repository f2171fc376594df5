"""Somebody is erased: what names them goes, what the council must keep stays without a name."""

from collections.abc import Iterable, Sequence

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.history import About, record
from accounts.history import erase_person as erase_from_history
from accounts.ledger import Ended, Kind, keeps_ended, moment_of, note
from accounts.models import Organisation, User
from accounts.personal import erase_all, objections_to_erasure, organisations_of

from .sessions import end_sessions

# The first of these that somebody had; the number keeps former colleagues apart.
FORMER = {
    Role.ADMINISTRATOR: "Former administrator %s",
    Role.MANAGER: "Former manager %s",
    Role.OFFICER: "Former officer %s",
    Role.GOVERNANCE: "Former information officer %s",
    Role.ASSESSOR: "Former assessor %s",
}
NO_ADDRESS = "erased-%s@erased.invalid"
ERASED = "erased"


class NotErased(Exception):
    """Something stands against it; `reasons` says what, in words."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


def reasons_against(user: User, organisation: Organisation | None = None) -> list[str]:
    """What stands against the erasure today; for one organisation, also that others count on
    the person."""
    reasons = objections_to_erasure(user)
    if organisation and organisations_of(user) - {organisation.pk}:
        reasons.append(
            _("They also have access elsewhere, so they are not yours alone. Deactivate them.")
        )
    return reasons


@transaction.atomic
def erase_person(
    *, user: User, by: User, reason: str = "", organisation: Organisation | None = None
) -> None:
    """Erase what names a person; raises NotErased with the reasons where something must stay.

    Number and deeds stay under a name that says nobody. Who did what remains sealed in the
    history, which verifies afterwards.
    """
    _hold_places(user, organisation)
    person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if person.erased_at is not None:
        return
    if user.pk == by.pk:
        raise NotErased([_("Nobody erases themselves. Ask another administrator.")])
    if reasons := reasons_against(person, organisation):
        raise NotErased(reasons)
    _erase(person, by, reason, organisation.pk if organisation else None)
    note(_ended(person, by.pk))


@transaction.atomic
def erase_again(ended: Ended) -> bool:
    """Erase somebody whom a restore brought back; False where it did not.

    Nothing is asked: when they were erased, nothing stood against it.
    """
    people = User.objects.select_for_update(no_key=True).filter(pk=ended.number, erased_at=None)
    person = people.first()
    if person is None or moment_of(person.date_joined) != ended.since:
        return False
    reason = _("they were erased on %(day)s, and a restore had brought them back") % {
        "day": format_date(ended.on, "j F Y")
    }
    _erase(person, None, reason, min(organisations_of(person), default=None))
    return True


def people_erased() -> Iterable[Ended]:
    """Everybody who was; by whom is in the history. One statement."""
    return (_ended(person) for person in User.objects.filter(erased_at__isnull=False))


def _ended(person: User, by: int | None = None) -> Ended:
    return Ended(ERASED, person.pk, moment_of(person.date_joined), moment_of(person.erased_at), by)


def _erase(person: User, by: User | None, reason: str, organisation_id: int | None) -> None:
    name = _neutral_name(person)
    end_sessions(user=person, by=by)
    erase_all(user=person, by=by)
    EmailAddress.objects.filter(user=person).delete()
    _empty(person, name)
    about = About(organisation_id=organisation_id, person_id=person.pk)
    entry = record(verb="accounts.person_erased", by=by, about=about, who=name, reason=reason)
    erase_from_history(person_id=person.pk, entry=entry)


def _hold_places(user: User, organisation: Organisation | None) -> None:
    """Queue with whoever changes roles or sets holds in the organisations concerned."""
    numbers = organisations_of(user) | ({organisation.pk} if organisation else set())
    places = Organisation.objects.select_for_update(no_key=True).filter(pk__in=numbers)
    list(places.order_by("pk"))


def _neutral_name(user: User) -> str:
    had = {row.role for row in user.memberships.all()}
    had |= {row["role"] for departure in user.departures.all() for row in departure.roles}
    former = next((words for role, words in FORMER.items() if role in had), "Former person %s")
    return former % user.pk


def _empty(user: User, name: str) -> None:
    user.name, user.email = name, NO_ADDRESS % user.pk
    user.set_unusable_password()
    user.is_active, user.last_login = False, None
    user.erased_at = timezone.now()
    user.save()


keeps_ended(Kind(ERASED, done=people_erased, again=erase_again))
