"""Forms that say what is to be done with many items; each on the page that names them."""

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.fields import BritishDateField
from accounts.models import User
from criteria.models import Element
from evidence.enums import Marking
from evidence.forms_dates import PeriodForm
from evidence.models import Portfolio

NOBODY = "nobody"


class ManyForm(forms.Form):
    """`items` are the signed ids that the page showed; `list` the address of the list."""

    def __init__(self, *args: Any, portfolio: Portfolio, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.portfolio = portfolio

    def said(self) -> dict[str, Any]:
        """What was said, as the action takes it."""
        return dict(self.cleaned_data)


class OwnerForm(ManyForm):
    owner = forms.ChoiceField(
        label=_("Owner"),
        help_text=_("Who keeps it up to date"),
        error_messages={"required": _("Choose an owner")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        council = self.portfolio.service.organisation_id
        works_here = Q(is_active=True, memberships__organisation=council)
        people = User.objects.filter(works_here).distinct().order_by("name")
        self.people = {str(person.pk): person for person in people}
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose an owner")),
            (NOBODY, _("Nobody")),
            *self.people.items(),
        ]

    def said(self) -> dict[str, Any]:
        return {"values": {"owner": self.people.get(self.cleaned_data["owner"])}}


class MarkingForm(ManyForm):
    marking = forms.ChoiceField(
        label=_("Protective marking"),
        choices=Marking.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a protective marking")},
    )
    reason = forms.CharField(
        label=_("Why (optional)"),
        help_text=_("Needed for what is OFFICIAL-SENSITIVE now and will be no longer."),
        max_length=500,
        required=False,
    )

    def said(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"values": {"marking": said["marking"]}, "reason": said["reason"]}


class DatesForm(ManyForm, PeriodForm):
    """What is left empty stays as it is."""

    produced_on = BritishDateField(label=_("Produced on"), required=False)
    received_on = BritishDateField(label=_("Received on"), required=False)
    review_by = BritishDateField(label=_("Review by"), required=False)
    field_order = ("produced_on", "covers_from", "covers_to", "received_on", "review_by")

    def clean_produced_on(self):
        day = self.cleaned_data["produced_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("The day it was produced must not be in the future"))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            self.add_error("produced_on", gettext("Enter at least one date"))
        return cleaned

    def said(self) -> dict[str, Any]:
        return {"values": {name: day for name, day in self.cleaned_data.items() if day}}


class InForceForm(ManyForm):
    def said(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}


class ReasonForm(ManyForm):
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("For example, replaced by the report of 2026. It stays in the history."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "data-maxlength": 500}),
        error_messages={"required": _("Say why")},
    )


class ElementsForm(ManyForm):
    elements = forms.CharField(
        label=_("Elements"),
        help_text=_("Their codes, such as 1.2.1; 1.2.3"),
        max_length=400,
        error_messages={"required": _("Enter the code of an element, such as 1.2.1")},
    )

    def clean_elements(self) -> list[Element]:
        codes = list(dict.fromkeys(re.split(r"[\s,;]+", self.cleaned_data["elements"].strip())))
        known = {
            element.code: element
            for element in Element.objects.select_related("edition").filter(
                edition__standard=self.portfolio.standard_id,
                edition__is_current=True,
                code__in=codes,
            )
        }
        strange = [code for code in codes if code and code not in known]
        if strange:
            raise forms.ValidationError(
                _("There is no element %(codes)s. Enter codes such as 1.2.1; 1.2.3")
                % {"codes": ", ".join(strange)}
            )
        return [known[code] for code in codes if code]


class DownloadForm(ManyForm):
    """Nothing to say."""
