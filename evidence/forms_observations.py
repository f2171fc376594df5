"""Forms about what somebody saw."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evidence.forms import helper
from evidence.forms_custody import CHOOSE_FILE, TeamField

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class SeveralFiles(forms.FileInput):
    """A choice of several files, of which the form itself sees one: each is judged by itself."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.get(name)


class ObservationForm(forms.Form):
    """What was seen, in words; the pictures are judged one by one, outside the form.

    The browser itself asks for what is required and keeps to the lengths, so that a form
    with pictures in it need not come back without them.
    """

    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        help_text=_("For example, notice of opening hours at the service point in Dunoon."),
        error_messages={"required": _("Enter a title")},
    )
    words = forms.CharField(
        label=_("What was seen"),
        help_text=_("Where and when, who saw it, and what it shows."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6, "data-maxlength": 5000}),
        error_messages={"required": _("Write down what was seen")},
    )
    team = TeamField(label=_("Team that gives the code"), required=False)
    sending = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_words(self) -> str:
        return _UNSEEN.sub("", self.cleaned_data["words"].replace("\r\n", "\n"))


class PicturesForm(forms.Form):
    """Further pictures."""

    pictures = forms.FileField(
        label=_("Pictures"),
        widget=SeveralFiles,
        help_text=_("PNG, JPEG, GIF, WebP or HEIC"),
        error_messages=CHOOSE_FILE,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(_("Add pictures"))
