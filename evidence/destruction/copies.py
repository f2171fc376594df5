"""Where else a version is named or its bytes are, told before anybody agrees.

Apps above add what they hold by `tell_of_copies`; what they can take away with the version
goes by `dispose`, within the transaction of the destruction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from evidence.models import DisclosureEntry, EvidenceVersion, IntakeFile, SnapshotLink

Versions = Sequence[EvidenceVersion]


@dataclass(frozen=True)
class Copy:
    """One place; `url` where those who are told can open it."""

    what: str
    url: str = ""


@dataclass(frozen=True)
class Copies:
    """Places of one kind under a heading, and what becomes of them."""

    title: str
    fate: str
    places: list[Copy] = field(default_factory=list)
    goes: bool = False


Told = Callable[[Versions, User], list[Copies]]
Disposed = Callable[[Versions, str, User | None], Any]
_told: dict[str, Told] = {}
_disposed: dict[str, Disposed] = {}


def tell_of_copies(name: str, told: Told, dispose: Disposed | None = None) -> None:
    """Have an app's copies told of, by a name of its own, and taken away with the version.

    `told(versions, reader)` says where they are; `dispose(versions, reason, by)` is called
    within the transaction that destroys them, with the versions as they were.
    """
    _told[name] = told
    if dispose:
        _disposed[name] = dispose


def copies_of(versions: Versions, reader: User) -> list[Copies]:
    """All that is known of copies, those that are destroyed too first."""
    found = [each for told in _told.values() for each in told(versions, reader)]
    return sorted((each for each in found if each.places), key=lambda each: not each.goes)


def dispose_of_copies(versions: Versions, reason: str, by: User | None) -> None:
    """Take away what goes with the versions; within the transaction that destroys them."""
    for dispose in _disposed.values():
        dispose(versions, reason, by)


def waiting_with_bytes(versions: Versions) -> Any:
    """Files that somebody of the same organisation has dropped and not added yet."""
    return IntakeFile.objects.filter(
        sha256__in={version.sha256 for version in versions},
        storage_key__isnull=False,
        intake__portfolio__service__organisation=versions[0].item.organisation_id,
    )


def _of_evidence(versions: Versions, reader: User) -> list[Copies]:
    waiting = waiting_with_bytes(versions).select_related("intake__portfolio__service")
    return [
        Copies(
            _("Files that wait to be added"),
            _("The same file was dropped to be added as evidence. It is taken out of the list."),
            [
                Copy(_("Dropped for %(service)s") % {"service": file.intake.portfolio.service})
                for file in waiting
            ],
            goes=True,
        ),
        Copies(
            _("Requests for information that it was gathered for"),
            _(
                "What was decided stays on record. A redacted copy made for a request belongs to"
                " the request and stays with it; what was released is with whoever asked."
            ),
            [
                Copy(str(reference))
                for reference in DisclosureEntry.objects.filter(version__in=versions)
                .order_by("disclosure")
                .values_list("disclosure__reference", flat=True)
                .distinct()
            ],
        ),
    ]


def submitted_places(versions: Versions) -> list[SnapshotLink]:
    """The places in what was submitted that name one of the versions; one statement."""
    return list(
        SnapshotLink.objects.filter(version__in=versions, snapshot__taken_at__isnull=False)
        .select_related("element", "snapshot__portfolio__service")
        .order_by("snapshot", "element__code", "pk")
    )


tell_of_copies("evidence", _of_evidence)
