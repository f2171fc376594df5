"""Inside the service: who prepares an element, and whether the manager is content with it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import BritishDateField
from accounts.models import User
from assessments.actions import Duty
from assessments.models import ElementAssessment
from criteria.models import Criterion

REASON_MAX = 4000


class DecisionForm(forms.Form):
    """The manager approves the element at the revision they read, or returns it."""

    reason = forms.CharField(
        label=gettext_lazy("What should be put right?"),
        required=False,
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "max_length": gettext_lazy("Shorten what should be put right to 4,000 characters")
        },
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, returns: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.returns = returns

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"].strip()
        if self.returns and not reason:
            raise forms.ValidationError(_("Say why you return the element"))
        return reason


class OwnerField(forms.ModelChoiceField):
    """One of the people who prepare the portfolio; the list is read once for all fields."""

    def __init__(self, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(User.objects.none(), required=False, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.choices = [("", _("Nobody yet")), *((k, str(p)) for k, p in self.people.items())]

    def to_python(self, value: Any) -> User | None:
        if value in self.empty_values:
            return None
        if str(value) not in self.people:
            raise forms.ValidationError(_("Choose one of the people in the list"))
        return self.people[str(value)]


class DutyForm(forms.Form):
    """Who prepares one element, and by when."""

    due_on = BritishDateField(label=gettext_lazy("Due"), required=False)

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = OwnerField(people, label=_("Owner"))
        self.order_fields(["owner", "due_on"])


class DutiesForm(forms.Form):
    """The same for many elements at once, and for all of a criterion that are left empty."""

    def __init__(
        self,
        *args: Any,
        rows: Sequence[ElementAssessment],
        people: Sequence[User],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self._add(row.pk, row.element.code, people, row.owner_id, row.due_on)
        for criterion in self.criteria:
            self._add(f"all-{criterion.pk}", criterion.code, people)

    def _add(
        self,
        key: object,
        code: str,
        people: Sequence[User],
        owner: int | None = None,
        due_on: date | None = None,
    ) -> None:
        who = OwnerField(people, label=_("Owner of %(code)s") % {"code": code}, initial=owner)
        who.widget.attrs["class"] = "govuk-select"
        day = BritishDateField(
            label=_("Due day of %(code)s") % {"code": code}, required=False, initial=due_on
        )
        day.widget.attrs["class"] = "govuk-input"
        self.fields[f"owner-{key}"], self.fields[f"due-{key}"] = who, day

    @property
    def criteria(self) -> list[Criterion]:
        found = (row.element.sub_criterion.criterion for row in self.rows)
        return list({criterion.pk: criterion for criterion in found}.values())

    def sections(self) -> Iterable[tuple[Criterion, list[BoundField], list[dict[str, Any]]]]:
        """Each criterion, its own two boxes, and those of its elements."""
        for criterion in self.criteria:
            rows = [r for r in self.rows if r.element.sub_criterion.criterion == criterion]
            fields = [{"row": row, "fields": self._pair(row.pk)} for row in rows]
            yield criterion, self._pair(f"all-{criterion.pk}"), fields

    def _pair(self, key: object) -> list[BoundField]:
        return [self[f"owner-{key}"], self[f"due-{key}"]]

    @property
    def duties(self) -> list[Duty]:
        """What to write; an empty box takes what was said once for its criterion."""
        given = self.cleaned_data
        duties = []
        for row in self.rows:
            once = f"all-{row.element.sub_criterion.criterion_id}"
            owner = given[f"owner-{row.pk}"] or given[f"owner-{once}"]
            due_on = given[f"due-{row.pk}"] or given[f"due-{once}"]
            duties.append(Duty(row, owner, due_on))
        return duties
