"""The records of an organisation: for strangers not there, for its other people closed.

Whether a hold or a disclosure exists is told to information governance alone: whoever else
belongs to the organisation gets the same refusal for every address beneath its records.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import Organisation, User
from accounts.queries import memberships_of
from evidence.models import Disclosure, DisclosureEntry, DisclosureRelease, Hold


def records_in_scope(user: User, organisation: str) -> Organisation:
    """The organisation whose records they are; no statement of its own. Raises Http404."""
    own = {row.organisation.slug: row.organisation for row in memberships_of(user)}
    if organisation not in own:
        raise Http404
    if not user.has_perm("evidence.govern_records", own[organisation]):
        raise PermissionDenied
    return own[organisation]


def hold_in_scope(user: User, organisation: str, hold: int) -> Hold:
    """A hold of the organisation. Raises Http404."""
    found = records_in_scope(user, organisation)
    return get_object_or_404(Hold.objects.of_organisation(found), pk=hold)


def disclosure_in_scope(user: User, organisation: str, disclosure: int) -> Disclosure:
    """A request for information. Raises Http404."""
    found = records_in_scope(user, organisation)
    return get_object_or_404(
        Disclosure.objects.select_related("organisation", "opened_by", "decided_by"),
        organisation=found,
        pk=disclosure,
    )


def entry_in_scope(user: User, organisation: str, disclosure: int, entry: int) -> DisclosureEntry:
    """A version that was gathered for a request. Raises Http404."""
    request = disclosure_in_scope(user, organisation, disclosure)
    found = get_object_or_404(request.entries.select_related("version__item__service"), pk=entry)
    found.disclosure = request
    return found


def release_in_scope(
    user: User, organisation: str, disclosure: int, release: int
) -> DisclosureRelease:
    """A release of a request, by its number. Raises Http404."""
    request = disclosure_in_scope(user, organisation, disclosure)
    found = get_object_or_404(request.releases, number=release)
    found.disclosure = request
    return found
