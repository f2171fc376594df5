"""An assessor's private note beside one element."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import PrivateNote


class NoteForm(forms.Form):
    """`note_revision` is that of the note the form began from."""

    note = forms.CharField(
        label=_("Private note"),
        required=False,
        strip=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 1}),
    )
    note_revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def clean_note(self) -> str:
        return self.cleaned_data["note"].rstrip()


def note_form_of(note: PrivateNote) -> NoteForm:
    """The form as the note stands."""
    return NoteForm(initial={"note": note.text, "note_revision": note.revision})
