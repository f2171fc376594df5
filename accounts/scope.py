"""Objects within a person's reach: for a stranger the same Http404 as for none at all."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import Organisation, User
from accounts.people import PersonHere, people_known, with_standing
from accounts.permissions import belongs_to, oversees


def organisation_in_scope(user: User, organisation: str) -> Organisation:
    """One that the person belongs to. Raises Http404."""
    found = get_object_or_404(Organisation, slug=organisation)
    if not belongs_to(user, found):
        raise Http404
    return found


def person_in_scope(user: User, organisation: str, pk: int) -> PersonHere:
    """Somebody known in an organisation whose people the reader may see. Raises Http404."""
    place = organisation_in_scope(user, organisation)
    if not oversees(user, place):
        raise Http404
    people = with_standing(people_known(place), place)
    return PersonHere(place, get_object_or_404(people, pk=pk))


def myself(user: User) -> User:
    """For pages about whoever opens them."""
    return user
