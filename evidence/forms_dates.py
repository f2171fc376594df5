"""Forms about what is known of an item, and the dates of many."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core import signing
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.fields import BritishDateField
from accounts.models import User
from evidence.actions import facts_of
from evidence.actions.dates import EDITED
from evidence.actions.marking import is_lowered
from evidence.dating import Period, period_in
from evidence.enums import Marking
from evidence.forms import helper
from evidence.models import EvidenceItem

SALT = "evidence.facts"


class PeriodForm(forms.Form):
    """The period that something covers; either end may be left open."""

    covers_from = BritishDateField(label=_("Covers from"), required=False)
    covers_to = BritishDateField(label=_("Covers to"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("covers_from"), cleaned.get("covers_to")
        if start and end and end < start:
            self.add_error("covers_to", gettext("The period must not end before it begins"))
        return cleaned


class FactsForm(PeriodForm):
    """Title, owner, protective marking, dates and description of an item."""

    title = forms.CharField(
        label=_("Title"), max_length=300, error_messages={"required": _("Enter a title")}
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Who keeps it up to date"),
    )
    marking = forms.ChoiceField(
        label=_("Protective marking"), choices=Marking.choices, widget=forms.RadioSelect
    )
    marking_reason = forms.CharField(
        label=_("Why is the marking lowered?"),
        help_text=_("Only where it is no longer OFFICIAL-SENSITIVE."),
        max_length=500,
        required=False,
    )
    produced_on = BritishDateField(label=_("Produced on"), required=False)
    received_on = BritishDateField(label=_("Received on"), required=False)
    review_by = BritishDateField(label=_("Review by"), required=False)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, item: EvidenceItem) -> None:
        initial = {name: getattr(item, name) for name in EDITED}
        initial["seen"] = signing.dumps(facts_of(item), salt=SALT)
        super().__init__(data, initial=initial)
        self.fields["owner"].queryset = possible_owners(item)  # type: ignore[attr-defined]
        self.item = item
        reason = ["marking_reason"] if item.marking == Marking.OFFICIAL_SENSITIVE else []
        if not reason:
            del self.fields["marking_reason"]
        self.helper = helper(_("Save"))
        self.helper.layout = Layout(
            *("title", "owner", "marking", *reason),
            Fieldset(_("Dates"), "produced_on", "covers_from", "covers_to"),
            *("received_on", "review_by", "description", "seen"),
        )

    def clean_marking_reason(self) -> str:
        reason = self.cleaned_data["marking_reason"]
        if not reason and is_lowered(self.item.marking, self.cleaned_data.get("marking", "")):
            raise forms.ValidationError(_("Say why the marking is lowered"))
        return reason

    def clean_description(self) -> str:
        return self.cleaned_data["description"].replace("\r\n", "\n")

    def clean_seen(self) -> dict[str, str]:
        try:
            return signing.loads(self.cleaned_data["seen"], salt=SALT)
        except signing.BadSignature as error:
            raise forms.ValidationError(_("Open this page again")) from error

    def clean_produced_on(self):
        day = self.cleaned_data["produced_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("The day it was produced must not be in the future"))
        return day

    def values(self) -> dict[str, Any]:
        """What was said, as the action takes it."""
        return {name: self.cleaned_data[name] for name in EDITED}

    def begin_again(self, item: EvidenceItem) -> None:
        """Keep what was typed, over what the item says by now."""
        self.data = {**self.data.dict(), "seen": signing.dumps(facts_of(item), salt=SALT)}  # type: ignore[attr-defined]


class DatingForm(PeriodForm):
    """One row of the list: an undated item with the period that its title names."""

    confirm = forms.BooleanField(label=_("Confirm"), required=False)

    def __init__(self, data: QueryDict | None, *, item: EvidenceItem) -> None:
        self.item = item
        self.read: Period | None = period_in(item.title)
        initial: dict[str, Any] = {"confirm": self.read is not None}
        if self.read:
            initial |= {"covers_from": self.read.covers_from, "covers_to": self.read.covers_to}
        super().__init__(data, initial=initial, prefix=item.code)
        for field in self.fields.values():
            field.help_text = ""
        for name in ("covers_from", "covers_to"):
            self.fields[name].widget.attrs["class"] = "govuk-input"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("confirm"):
            self._errors = forms.utils.ErrorDict()  # type: ignore[assignment]
        elif not self.errors and not (cleaned.get("covers_from") or cleaned.get("covers_to")):
            self.add_error("covers_to", gettext("Enter a date, such as 21 November 2026"))
        return cleaned


def possible_owners(item: EvidenceItem) -> QuerySet[User]:
    """The people of the council, and whoever owns the item now."""
    works_here = Q(is_active=True, memberships__organisation=item.organisation_id)
    return User.objects.filter(works_here | Q(owned_evidence=item)).distinct().order_by("name")
