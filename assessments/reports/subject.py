"""What a document is about."""

from dataclasses import dataclass

from assessments.models import Assessment


@dataclass(frozen=True)
class Subject:
    """An assessment, for a comparison the earlier one too, and whether its assessor will read it.

    The assessment comes with portfolio, service, organisation, standard, edition and snapshot.
    """

    assessment: Assessment
    compared_with: Assessment | None = None
    by_assessor: bool = False


class CannotBeMade(Exception):
    """There is no such document about the subject; says why, in a sentence for its reader."""
