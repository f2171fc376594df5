"""Where a version went by way of a request for information, told before it is destroyed."""

from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from accounts.models import User
from evidence.destruction.copies import Copies, Copy, Versions, tell_of_copies
from evidence.models import DisclosureEntry, DisclosureRelease, EvidenceVersion


def copies_of(version: EvidenceVersion) -> list[str]:
    """The releases that handed the version over as it was, in words; one statement."""
    releases = DisclosureRelease.objects.filter(versions=version).order_by("signed_at", "pk")
    return [_called(release) for release in releases]


def _called(release: DisclosureRelease) -> str:
    return f"{release.file_name}, {format_date(release.signed_at, 'j F Y')}"


def _of_disclosures(versions: Versions, reader: User) -> list[Copies]:
    """Two statements, and one for the organisations of the releases."""
    releases = (
        DisclosureRelease.objects.filter(versions__in=versions)
        .select_related("disclosure__organisation")
        .order_by("signed_at", "pk")
        .distinct()
    )
    entries = DisclosureEntry.objects.filter(
        version__in=versions, storage_key__isnull=False
    ).select_related("disclosure__organisation")
    return [
        Copies(
            _("Releases to people who asked for information"),
            _(
                "They were handed over and cannot be called back. The portal keeps no copy of"
                " them; it cannot give them out again once the file is destroyed."
            ),
            [Copy(_called(each), _address(each, reader)) for each in releases],
        ),
        Copies(
            _("Redacted copies made for requests"),
            _("They stay: what was taken out is not in them."),
            [Copy(str(each.disclosure), _address(each, reader)) for each in entries],
        ),
    ]


def _address(held: DisclosureRelease | DisclosureEntry, reader: User) -> str:
    """Its request, for those who may open it."""
    if not reader.has_perm("evidence.govern_records", held.organisation):
        return ""
    disclosure = held.disclosure
    return reverse("evidence:disclosure", args=[disclosure.organisation.slug, disclosure.pk])


tell_of_copies("disclosures", _of_disclosures)
