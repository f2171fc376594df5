"""An assessor's private notes, as their author alone reads them."""

from accounts.models import User
from assessments.models import Assessment, ElementAssessment, PrivateNote


def note_of(row: ElementAssessment, author: User) -> PrivateNote:
    """What `author` noted beside the element, or an empty note; one statement."""
    found = PrivateNote.objects.filter(row=row.pk, author=author).first()
    return found or PrivateNote(row=row, author=author, text="")


def notes_of(assessment: Assessment, author: User) -> list[PrivateNote]:
    """All that `author` noted, in the order of the standard; one statement."""
    notes = PrivateNote.objects.filter(row__assessment=assessment, author=author)
    return list(
        notes.exclude(text="")
        .select_related("row__element__sub_criterion")
        .order_by("row__element")
    )
