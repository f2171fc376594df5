"""Choosing elements, criterion by criterion."""

from collections.abc import Collection, Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import BritishDateField
from criteria.models import Criterion, Element

Grouped = Iterable[tuple[Criterion, list[Element]]]


class ElementsForm(forms.Form):
    """The elements of an edition to tick, one group of boxes a criterion.

    `notes` holds words to put behind an element, by its code.
    """

    def __init__(
        self,
        *args: Any,
        elements: Grouped,
        many: str,
        notes: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.many = many
        self._notes = notes or {}
        self.choices_of = [self._add_choices(criterion, group) for criterion, group in elements]
        self.helper = FormHelper()
        self.helper.attrs = {"class": "cse-form cse-form--page"}

    def _add_choices(self, criterion: Criterion, elements: list[Element]) -> str:
        name = f"criterion_{criterion.pk}"
        self.fields[name] = forms.MultipleChoiceField(
            label=str(criterion),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(element.code, self._label_of(element)) for element in elements],
        )
        return name

    def _label_of(self, element: Element) -> str:
        note = self._notes.get(element.code)
        words = f"{element.code} {element.text}"
        return f"{words} ({note})" if note else words

    @property
    def ticks(self) -> list[Field]:
        """The groups of boxes for the layout of a form."""
        return [Field(name, wrapper_class="cse-ticks") for name in self.choices_of]

    @property
    def chosen(self) -> list[str]:
        """The codes that are ticked."""
        return [code for name in self.choices_of for code in self.cleaned_data.get(name, [])]

    def tick(self, codes: Collection[str]) -> None:
        """Begin with these ticked."""
        for name in self.choices_of:
            field: Any = self.fields[name]
            self.initial[name] = [code for code, _label in field.choices if code in codes]

    def require_one(self, where: str | None = None) -> None:
        if not self.chosen:
            words = _("Tick at least one of the %(elements)s") % {"elements": self.many}
            self.add_error(where or self.choices_of[0], words)


class CoverageForm(ElementsForm):
    """What the open assessment looks at; `began` says from what the form began."""

    began = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("began", *self.ticks)
        self.helper.add_input(Submit("save", _("Save what is under review")))

    def clean(self) -> None:
        self.require_one()


class PlanForm(ElementsForm):
    """What a coming visit looks at, and its day where that is known."""

    visit_on = BritishDateField(label=gettext_lazy("Day of the visit, if known"), required=False)
    began = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("began", "visit_on", *self.ticks)
        self.helper.add_input(Submit("save", _("Save the plan")))

    def clean(self) -> None:
        self.require_one()
