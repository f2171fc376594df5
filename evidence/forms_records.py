"""Forms of the records of an organisation: the search over all services, and holds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import BritishDateField
from accounts.models import Organisation, Service
from evidence.enums import Marking
from evidence.forms import helper
from evidence.holds import people_known_to
from evidence.models import EvidenceItem, Portfolio
from evidence.queries.records import CORPORATE, Narrowing


class RecordsForm(forms.Form):
    """What is looked for in all services of an organisation."""

    words = forms.CharField(label=_("Words"), max_length=200, required=False)
    service = forms.ChoiceField(label=_("Service"), required=False)
    marking = forms.ChoiceField(
        label=_("Protective marking"), required=False, choices=[("", _("Any")), *Marking.choices]
    )
    added_from = BritishDateField(label=_("Added from"), required=False)
    added_to = BritishDateField(label=_("Added up to"), required=False, help_text="")

    def __init__(self, *args: Any, services: list[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [  # type: ignore[attr-defined]
            ("", _("All services")),
            (CORPORATE, _("Corporate evidence")),
            *((str(service.pk), service.name) for service in services),
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        start, end = said.get("added_from"), said.get("added_to")
        if start and end and end < start:
            self.add_error("added_to", _("The last day must not be before the first"))
        return said

    @property
    def asked(self) -> dict[str, Any]:
        """What was understood, by the name of the field; empty ones left out."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def narrowing(self) -> Narrowing:
        return Narrowing(**{name: value for name, value in self.asked.items() if name != "words"})


def _reason(label: Any, hint: Any, missing: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "data-maxlength": 500}),
        error_messages={"required": missing},
    )


class HoldForm(forms.Form):
    """What is held, why, and the matter that it is held for."""

    ITEM, SERVICE, PERSON = "item", "service", "person"
    on = forms.ChoiceField(
        label=_("What must be kept?"),
        widget=forms.RadioSelect,
        choices=[
            (ITEM, _("One item of evidence")),
            (SERVICE, _("All evidence of a service")),
            (PERSON, _("What is held about a person")),
        ],
        error_messages={"required": _("Choose what must be kept")},
    )
    code = forms.CharField(
        label=_("Code of the item"),
        help_text=_("For one item. For example, CSS201."),
        max_length=20,
        required=False,
    )
    portfolio = forms.ModelChoiceField(
        label=_("Service"),
        help_text=_("For all evidence of a service, with the corporate evidence that it uses."),
        queryset=Portfolio.objects.none(),
        required=False,
        empty_label=_("Choose a service"),
    )
    person = forms.ModelChoiceField(
        label=_("Person"),
        help_text=_("For what is held about a person: their account and what they did."),
        queryset=Portfolio.objects.none(),
        required=False,
        empty_label=_("Choose a person"),
    )
    reason = _reason(
        _("Why must it be kept?"),
        _("The service reads this on the page of the item, so name no requester."),
        _("Say why it must be kept"),
    )
    reference = forms.CharField(
        label=_("Reference (optional)"),
        help_text=_("As others know the matter. For example, Tribunal EA/2026/0012."),
        max_length=100,
        required=False,
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["portfolio"].queryset = Portfolio.objects.filter(  # type: ignore[attr-defined]
            service__organisation=organisation
        ).select_related("service", "standard")
        self.fields["person"].queryset = people_known_to(organisation)  # type: ignore[attr-defined]
        self.helper = helper(_("Put on hold"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        wanted = said.get("on")
        if wanted == self.ITEM:
            self._find_item(said.get("code", ""))
        elif wanted == self.SERVICE and not said.get("portfolio"):
            self.add_error("portfolio", _("Choose a service"))
        elif wanted == self.PERSON and not said.get("person"):
            self.add_error("person", _("Choose a person"))
        return said

    def _find_item(self, code: str) -> None:
        items = EvidenceItem.objects.filter(organisation=self.organisation)
        self.item = items.filter(code__iexact=code.strip()).first() if code else None
        if self.item is None:
            self.add_error("code", _("Enter the code of an item of the organisation"))

    def held(self) -> dict[str, Any]:
        """The one thing that is to be held, as the action takes it."""
        said = self.cleaned_data
        return {
            self.ITEM: {"item": getattr(self, "item", None)},
            self.SERVICE: {"portfolio": said["portfolio"]},
            self.PERSON: {"person": said["person"]},
        }[said["on"]]


class LiftForm(forms.Form):
    """Why a hold is lifted."""

    reason = _reason(
        _("Why is the hold lifted?"),
        _("For example, the tribunal has decided. It stays on record."),
        _("Say why the hold is lifted"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(_("Lift the hold"))
