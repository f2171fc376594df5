"""Forms about the custody of an item: versions, what stands beside them, withdrawal."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import BritishDateField
from accounts.models import Team
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


class TeamField(forms.ChoiceField):
    """The team that gives the code; hidden where there is but one."""

    def offer(self, teams: list[Team], usual: Team | None) -> None:
        """Offer the teams, with the one chosen that the person drew from last."""
        self.choices = [(str(team.pk), team.name) for team in teams]
        self.initial = str(usual.pk) if usual else ""
        if len(teams) < 2:
            self.widget = forms.HiddenInput()


class AddressForm(forms.Form):
    """A web page as it was seen on a day; the portal keeps its address and never opens it."""

    address = forms.CharField(
        label=_("Web address"),
        max_length=2000,
        widget=forms.URLInput(),
        help_text=_("The whole address, beginning with https:// or http://"),
        error_messages={"required": _("Enter the address of the page")},
    )
    seen_on = BritishDateField(
        label=_("Seen on"), error_messages={"required": _("Say on which day the page was seen")}
    )
    note = NoteField(help_text=_("What the page shows. For example, opening hours of all offices."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_on"].initial = timezone.localdate
        self.helper = helper(_("Add web address"))

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        wrong = _("Enter a whole web address that begins with https:// or http://")
        URLValidator(schemes=["http", "https"], message=wrong)(address)
        if re.search(r"[\s\"<>\\]", address):
            raise forms.ValidationError(wrong)
        if "@" in address.partition("//")[2].partition("/")[0]:
            raise forms.ValidationError(_("Leave out the user name and password"))
        return address

    def clean_seen_on(self) -> date:
        day = self.cleaned_data["seen_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day it was seen must not be in the future"))
        return day


class NewAddressForm(AddressForm):
    """A web page as a new item."""

    title = forms.CharField(
        label=_("Title"), max_length=300, error_messages={"required": _("Enter a title")}
    )
    team = TeamField(label=_("Team that gives the code"), required=False)
    sending = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ("title", "address", "seen_on", "team", "note", "sending")
