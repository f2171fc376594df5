"""An assessor's private notes.

They are their author's own affair, so none of this is in the history.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.models import ElementAssessment, PrivateNote


@transaction.atomic
def save_note(*, row: ElementAssessment, author: User, text: str, revision: int) -> PrivateNote:
    """Keep what the author noted beside the element; an empty text empties the note.

    Never refuses: where another window of theirs saved since `revision`, the note holds
    both texts, one below the other. The note returned says which text and revision it has.
    """
    PrivateNote.objects.get_or_create(row=row, author=author, defaults={"text": ""})
    note = PrivateNote.objects.select_for_update(no_key=True).get(row=row, author=author)
    text = text.replace("\r\n", "\n")
    if revision != note.revision:
        text = _both(note.text, text)
    if text != note.text:
        note.text, note.revision = text, note.revision + 1
        note.save(update_fields=["text", "revision", "updated_at"])
    return note


def _both(there: str, written: str) -> str:
    """One below the other, unless one of them holds the whole of the other."""
    if written.strip() in there:
        return there
    if there.strip() in written:
        return written
    line = _("(Written in another window at the same time:)")
    return f"{there}\n\n{line}\n\n{written}"
