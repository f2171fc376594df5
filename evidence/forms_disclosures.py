"""Forms of requests for information."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import BritishDateField
from evidence.disclosures.laws import rules_of
from evidence.enums import Decision, Law, Marking
from evidence.forms import helper, what_is_taken
from evidence.models import DisclosureEntry, EvidenceVersion


def _long(label: Any, hint: Any, missing: Any, rows: int = 4, most: int = 2000) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows, "data-maxlength": most}),
        error_messages={"required": missing},
    )


class DisclosureForm(forms.Form):
    """A request that came in."""

    law = forms.ChoiceField(
        label=_("Under which law?"),
        choices=Law.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the law")},
        help_text=_(
            "Twenty working days, or one calendar month for subject access. The last day is"
            " worked out for you."
        ),
    )
    reference = forms.CharField(
        label=_("Your reference"),
        help_text=_("For example, FOI 2026/0148."),
        max_length=60,
        error_messages={"required": _("Enter the reference")},
    )
    requester = forms.CharField(
        label=_("Who asks"),
        help_text=_("Seen by information governance alone, and put into the letter."),
        max_length=200,
        error_messages={"required": _("Enter who asks")},
    )
    summary = _long(
        _("What they ask for"), _("In their own words, as far as you can."),
        _("Enter what they ask for"),
    )  # fmt: skip
    received_on = BritishDateField(
        label=_("Received on"), error_messages={"required": _("Enter the day it came in")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = timezone.localdate
        self.helper = helper(_("Open the request"))

    def clean_received_on(self) -> date:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day it came in must not be in the future"))
        return day


class DecisionForm(forms.Form):
    """What becomes of one file."""

    decision = forms.ChoiceField(
        label=_("What becomes of it?"),
        widget=forms.RadioSelect,
        choices=[(value, label) for value, label in Decision.choices if value != Decision.OPEN],
        error_messages={"required": _("Choose what becomes of it")},
    )
    second_look = forms.CharField(
        label=_("It is marked OFFICIAL-SENSITIVE: why may it be released as it is?"),
        help_text=_("Only to release it as it is. Your reason is kept with the decision."),
        max_length=500,
        required=False,
    )
    copy = forms.FileField(
        label=_("Redacted copy"), max_length=255, required=False, allow_empty_file=False
    )
    copy_of = forms.ChoiceField(label=_("Or take the service’s redacted copy"), required=False)
    exemptions = forms.MultipleChoiceField(
        label=_("Exemptions"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("For what is withheld or redacted."),
    )
    note = forms.CharField(
        label=_("Why (optional)"),
        help_text=_("The requester reads it in the schedule."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-maxlength": 2000}),
    )
    title = forms.CharField(
        label=_("Title in the schedule"),
        help_text=_("Change it where the title itself tells what is withheld."),
        max_length=300,
        error_messages={"required": _("Enter a title for the schedule")},
    )

    def __init__(
        self, *args: Any, entry: DisclosureEntry, copies: list[EvidenceVersion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.entry = entry
        self.copies = {str(copy.pk): copy for copy in copies}
        rules = rules_of(entry.disclosure.law)
        fields: dict[str, Any] = self.fields  # type: ignore[assignment]
        fields["exemptions"].choices = [(e.section, str(e)) for e in rules.exemptions]
        fields["copy"].help_text = _(
            "What is taken out must be gone, not covered over, from its properties and tracked"
            " changes too: the copy is handed over exactly as you choose it. %(kinds)s"
        ) % {"kinds": what_is_taken()}
        if copies:
            named = [(pk, f"{copy.file_name}, {copy.note}".strip(", ")) for pk, copy in
                     self.copies.items()]  # fmt: skip
            fields["copy_of"].choices = [("", _("No")), *named]
        else:
            del self.fields["copy_of"]
        if entry.version.item.marking != Marking.OFFICIAL_SENSITIVE:
            del self.fields["second_look"]
        self.helper = helper(_("Save the decision"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        decision = said.get("decision")
        if decision in (Decision.REDACTED, Decision.WITHHELD) and not said.get("exemptions"):
            self.add_error("exemptions", _("Name the exemption that it falls under"))
        has_copy = said.get("copy") or said.get("copy_of") or self.entry.storage_key
        if decision == Decision.REDACTED and not has_copy and "copy" not in self.errors:
            self.add_error("copy", _("Choose the redacted copy"))
        wants_reason = decision == Decision.WHOLE and "second_look" in self.fields
        if wants_reason and not said.get("second_look"):
            self.add_error("second_look", _("Say why it may be released as it is"))
        return said


class ReleaseForm(forms.Form):
    """The letter that goes with what is released."""

    letter = _long(
        _("Letter"), _("A draft to put right. It goes into the release as letter.txt."),
        _("Enter the letter"), rows=22, most=20_000,
    )  # fmt: skip
    signed = forms.BooleanField(
        label=_("I have looked at every file that is released, and sign this off"),
        error_messages={"required": _("Say that you have looked at every file")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "post"
        self.helper.attrs = {"novalidate": ""}
        self.helper.add_input(Submit("save", _("Sign off and release")))


class RefusalForm(forms.Form):
    """Why nothing is released."""

    reason = _long(
        _("Why is it refused?"),
        _("Name the section of the law. For example, section 12: it would cost too much."),
        _("Say why it is refused"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(_("Refuse the request"))


class ExtendForm(forms.Form):
    """Why more time is needed."""

    reason = _long(
        _("Why is more time needed?"),
        _("Whoever asks must be told of it before the first day is over. It stays on record."),
        _("Say why more time is needed"),
        most=500,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(_("Take more time"))


class ReopenForm(forms.Form):
    """Why a request is opened again."""

    reason = _long(
        _("Why is it opened again?"),
        _("For example, the review found that more must be released."),
        _("Say why it is opened again"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(_("Open it again"))


class GatherForm(forms.Form):
    """Which open request something is gathered for."""

    disclosure = forms.IntegerField(error_messages={"required": _("Choose a request")})
