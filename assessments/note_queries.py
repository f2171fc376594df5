"""An assessor's private notes, as their author alone reads them."""

from accounts.models import User
from assessments.models import Assessment, ElementAssessment, PrivateNote


def note_of(row: ElementAssessment, author: User) -> PrivateNote:
    """What `author` noted beside the element, or an empty note; one statement."""
    found = PrivateNote.objects.filter(row=row.pk, author=author).first()
    return found or PrivateNote(row=row, author=author, text="")


def note_at_desk(row: ElementAssessment, author: User) -> PrivateNote:
    """The same of a row of the desk's list, which has it already."""
    text, revision = row.note_text, row.note_revision  # type: ignore[attr-defined]
    return PrivateNote(row=row, author=author, text=text or "", revision=revision or 0)


def notes_of(assessment: Assessment, author: User) -> list[PrivateNote]:
    """All that `author` noted, in the order of the standard; one statement."""
    notes = PrivateNote.objects.filter(row__assessment=assessment, author=author)
    return list(
        notes.exclude(text="")
        .select_related("row__element__sub_criterion")
        .order_by("row__element")
    )
