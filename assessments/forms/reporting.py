"""The assessor's words for one part of the report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import ReportText
from assessments.models.report_text import MOST_CHARACTERS


class ReportTextForm(forms.Form):
    """`revision` is that of the text the form began from, and `began` that text itself."""

    text = forms.CharField(
        label=_("Text"),
        help_text=_(
            "It is printed as you leave it. A blank line begins a paragraph, a hyphen at the"
            " beginning of a line makes a list."
        ),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 16, "data-maxlength": MOST_CHARACTERS}),
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    began = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        return _plain(self.cleaned_data["text"])

    def clean_began(self) -> str:
        return _plain(self.cleaned_data["began"])

    def own_text(self, row: ReportText, from_data: str) -> str:
        """What the assessor wrote; nothing where it is the text that the data give."""
        typed, began = self.cleaned_data["text"], self.cleaned_data["began"]
        left_alone = typed == began and not row.text
        return "" if left_alone or typed == _plain(from_data) else typed


def report_form_of(row: ReportText, from_data: str, begin: str | None = None) -> ReportTextForm:
    """The form as the part is printed now; with `begin` filled from that text instead."""
    printed = row.text or from_data
    text = printed if begin is None else begin
    return ReportTextForm(initial={"text": text, "revision": row.revision, "began": printed})


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
