"""Forms about the custody of an item: versions, what stands beside them, withdrawal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evidence.forms import helper, what_is_taken

CHOOSE_FILE = {
    "required": _("Choose a file"),
    "empty": _("This file is empty. Check that it opens on your computer."),
}


class NoteField(forms.CharField):
    """What somebody says about a version, in a line or two."""

    def __init__(self, **kwargs: Any) -> None:
        usual: dict[str, Any] = {"label": _("Note"), "max_length": 500, "required": False}
        super().__init__(**usual | kwargs)


class VersionForm(forms.Form):
    """A new file for an item, and what is new about it."""

    file = forms.FileField(label=_("New version"), max_length=255, error_messages=CHOOSE_FILE)
    note = NoteField(help_text=_("What is new in it. For example, figures of 2026 added."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = what_is_taken()
        self.helper = helper(_("Add version"))


class RedactedForm(forms.Form):
    """A copy of a version without what an assessor is not to read."""

    file = forms.FileField(label=_("Redacted copy"), max_length=255, error_messages=CHOOSE_FILE)
    note = NoteField(
        label=_("What was taken out"),
        help_text=_("For example, names and addresses of residents."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = what_is_taken()
        self.helper = helper(_("Add redacted copy"))


class WithdrawForm(forms.Form):
    """Why an item is withdrawn."""

    reason = forms.CharField(
        label=_("Why is it withdrawn?"),
        help_text=_("For example, it was never adopted. The reason stays on its page."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "data-maxlength": 500}),
        error_messages={"required": _("Say why it is withdrawn")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(_("Withdraw it"))
