"""What memberships allow. Predicates take a person and a service or an organisation."""

import rules

from accounts.enums import Role
from accounts.models import HeldForm, Organisation, Service, User
from accounts.people import PersonHere
from accounts.queries import memberships_of


def holds(user: User, role: Role, place: Organisation | Service) -> bool:
    """True where the person has this role in that service or organisation."""
    field = "service_id" if isinstance(place, Service) else "organisation_id"
    return any(m.role == role and getattr(m, field) == place.pk for m in memberships_of(user))


def works_in(user: User, service: Service) -> bool:
    """Officers and managers of the service."""
    return holds(user, Role.OFFICER, service) or holds(user, Role.MANAGER, service)


def oversees(user: User, organisation: Organisation) -> bool:
    """Administrators and information governance of the organisation."""
    return holds(user, Role.ADMINISTRATOR, organisation) or holds(
        user, Role.GOVERNANCE, organisation
    )


@rules.predicate
def is_signed_in(user: User) -> bool:
    return user.is_active  # as nobody is who has not signed in


@rules.predicate
def belongs_to(user: User, organisation: Organisation) -> bool:
    """Whoever has a role in the organisation or one of its services."""
    return any(row.organisation_id == organisation.pk for row in memberships_of(user))


@rules.predicate
def administers(user: User, organisation: Organisation) -> bool:
    """The organisation's administrators."""
    return holds(user, Role.ADMINISTRATOR, organisation)


@rules.predicate
def oversees_people(user: User, organisation: Organisation) -> bool:
    """Administrators and information governance see who is here."""
    return oversees(user, organisation)


@rules.predicate
def sees_person(user: User, person: PersonHere) -> bool:
    return oversees(user, person.organisation)


@rules.predicate
def looks_after_person(user: User, person: PersonHere) -> bool:
    """Administrators of the organisation."""
    return holds(user, Role.ADMINISTRATOR, person.organisation)


@rules.predicate
def answers_for_person(user: User, person: PersonHere) -> bool:
    """Information governance answers when people ask what is held about them."""
    return holds(user, Role.GOVERNANCE, person.organisation)


@rules.predicate
def wrote_held_form(user: User, held: HeldForm) -> bool:
    """What somebody wrote is held for them alone."""
    return held.person_id == user.pk


rules.add_perm("accounts.open_home", is_signed_in)
rules.add_perm("accounts.look_after_account", is_signed_in)
rules.add_perm("accounts.view_organisation", belongs_to)
rules.add_perm("accounts.change_house_style", administers)
rules.add_perm("accounts.view_people", oversees_people)
rules.add_perm("accounts.view_history", oversees_people)
rules.add_perm("accounts.invite_people", administers)
rules.add_perm("accounts.view_person", sees_person)
rules.add_perm("accounts.change_person", looks_after_person)
rules.add_perm("accounts.erase_person", looks_after_person)
rules.add_perm("accounts.export_person", answers_for_person)
rules.add_perm("accounts.export_own_data", is_signed_in)
rules.add_perm("accounts.write_statements", administers)
rules.add_perm("accounts.send_held_form", wrote_held_form)
