"""Reading versions: their words are taken out once, and kept beside them."""

from typing import BinaryIO, cast

from django.db import transaction
from django.db.models import Q, QuerySet

from evidence.enums import ReadingProblem, ReadingState, Scan
from evidence.intake.store import open_stored
from evidence.models import EvidenceVersion, PageOfWords, Reading

from .extract.run import Extracted, extract

TRIES = 3
_NOTHING_TO_READ = (
    ReadingProblem.SCAN,
    ReadingProblem.PICTURE,
    ReadingProblem.FILM,
    ReadingProblem.SOUND,
    ReadingProblem.OLD_KIND,
    ReadingProblem.EMPTY,
)


def unread() -> QuerySet[EvidenceVersion]:
    """Versions that anybody may read and whose words have not been taken out, oldest first.

    What the virus scanner holds is left alone until it is released.
    """
    return EvidenceVersion.objects.filter(
        Q(reading__isnull=True) | Q(reading__state=ReadingState.WAITING),
        scan__in=[Scan.CLEAN, Scan.NOT_SCANNED],
        destroyed_at__isnull=True,
    ).order_by("pk")


def read_version(pk: int) -> Reading | None:
    """Take out the words of a version that waits for it; None where there is nothing to do.

    A version that took its reader down three times is given up, so that it cannot take the
    worker down for ever. Not to be called within a transaction: that of the pages is short.
    """
    version = unread().filter(pk=pk).first()
    if version is None:
        return None
    reading, _is_new = Reading.objects.get_or_create(version=version)
    if reading.tries >= TRIES:
        return _keep(version, Extracted(problem=ReadingProblem.BROKEN))
    reading.tries += 1
    reading.save(update_fields=["tries", "at"])
    try:
        with open_stored(version.storage_key) as file:
            found = extract(cast(BinaryIO, file), version.media_type)
    except FileNotFoundError:
        found = Extracted(problem=ReadingProblem.MISSING)
    return _keep(version, found)


def _keep(version: EvidenceVersion, found: Extracted) -> Reading | None:
    """Write down what was found, unless another has done so or it was destroyed meanwhile."""
    standing = Reading.objects.filter(version=version, version__destroyed_at__isnull=True)
    with transaction.atomic():
        reading = standing.select_for_update(of=("self",), no_key=True).first()
        if reading and reading.state == ReadingState.WAITING:
            PageOfWords.objects.bulk_create(
                PageOfWords.make(version=version.pk, number=number, place=place, words=words)
                for number, place, words in found.places
            )
            reading.state, reading.problem = _state(found), found.problem
            reading.save(update_fields=["state", "problem", "at"])
    return reading


def _state(found: Extracted) -> ReadingState:
    if found.places:
        return ReadingState.READ
    if found.problem in _NOTHING_TO_READ:
        return ReadingState.NO_WORDS
    return ReadingState.FAILED
