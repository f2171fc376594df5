"""The form of a public statement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Statement
from accounts.models.statement import MOST_CHARACTERS


class StatementForm(forms.Form):
    """The text, at the revision its writer began from."""

    text = forms.CharField(
        label=_("Text"),
        help_text=_(
            "A line that begins with # is a heading, one that begins with - a point of a list. "
            "An empty line begins a paragraph. Addresses that begin with https:// become links."
        ),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 28, "data-maxlength": MOST_CHARACTERS}),
        error_messages={"required": _("Write the text of the page")},
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def begin_again(self, current: Statement) -> None:
        """Keep what was typed, over what is saved by now."""
        sent: dict[str, Any] = {name: self.data[name] for name in self.data}
        self.data = sent | {"revision": current.revision}  # type: ignore[assignment]
