"""Objects within a person's reach: for a stranger the same Http404 as for none at all."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import Organisation, User
from accounts.permissions import belongs_to


def organisation_in_scope(user: User, organisation: str) -> Organisation:
    """One that the person belongs to. Raises Http404."""
    found = get_object_or_404(Organisation, slug=organisation)
    if not belongs_to(user, found):
        raise Http404
    return found
