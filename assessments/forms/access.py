"""Assessors' access to what is submitted."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import OrganisationKind, Role
from accounts.fields import BritishDateField
from accounts.models import Membership, User
from assessments.models import Assessment
from evidence.models import ReaderGrant


class AssessorChoiceField(forms.ModelChoiceField):
    """The people of certification bodies, each with the name of the body."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.user.name or obj.user.email}, {obj.organisation.name}"


class AccessForm(forms.Form):
    """Whom to let read what is submitted, from one day to another."""

    reader = AssessorChoiceField(
        label=gettext_lazy("Assessor"),
        help_text=gettext_lazy("People whom a certification body has here as assessors"),
        queryset=Membership.objects.none(),
        empty_label=gettext_lazy("Choose an assessor"),
        error_messages={"required": gettext_lazy("Choose an assessor")},
    )
    starts_on = BritishDateField(label=gettext_lazy("From"))
    ends_on = BritishDateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("The last day, included. For example, 21 November 2026"),
    )

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assessment = assessment
        self.fields["reader"].queryset = (  # type: ignore[attr-defined]
            Membership.objects.filter(
                role=Role.ASSESSOR,
                organisation__kind=OrganisationKind.CERTIFICATION_BODY,
                user__is_active=True,
            )
            .select_related("user", "organisation")
            .order_by("user__name", "organisation__name")
        )
        self.helper = FormHelper()
        self.helper.attrs = {"class": "cse-form cse-form--page"}
        self.helper.add_input(Submit("give", _("Give access")))

    def clean_reader(self) -> User:
        return self.cleaned_data["reader"].user

    def clean_ends_on(self) -> date:
        ends_on = self.cleaned_data["ends_on"]
        if ends_on < timezone.localdate():
            raise forms.ValidationError(_("Enter a last day that is today or later"))
        return ends_on

    def clean(self) -> None:
        given = self.cleaned_data
        if not {"reader", "starts_on", "ends_on"} <= given.keys():
            return
        if given["ends_on"] < given["starts_on"]:
            self.add_error("ends_on", _("Enter a last day that is not before the first"))
        elif self._has_access(**given):
            self.add_error(
                "reader",
                _("%(reader)s has access on these days already. Withdraw it to change it")
                % {"reader": given["reader"]},
            )

    def _has_access(self, *, reader: User, starts_on: date, ends_on: date) -> bool:
        return ReaderGrant.objects.filter(
            snapshot_id=self.assessment.snapshot_id,
            reader=reader,
            withdrawn_at__isnull=True,
            starts_on__lte=ends_on,
            ends_on__gte=starts_on,
        ).exists()
