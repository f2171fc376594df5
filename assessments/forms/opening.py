"""A new visit and the elements that it looks at."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import BritishDateField
from assessments.models import Assessment
from criteria.models import Criterion, Edition
from evidence.models import Portfolio


class OpenAssessmentForm(forms.Form):
    """A new visit and the elements that it looks at."""

    label = forms.CharField(
        label=gettext_lazy("Name of the assessment"),
        max_length=200,
        help_text=gettext_lazy("As it should print in documents, such as First annual review 2027"),
        error_messages={"required": gettext_lazy("Enter a name for the assessment")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of visit"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the kind of visit")},
    )
    visit_on = BritishDateField(label=gettext_lazy("Day of the visit, if known"), required=False)
    reference = forms.CharField(
        label=gettext_lazy("Certification body’s reference, if there is one"),
        max_length=60,
        required=False,
    )
    covers = forms.ChoiceField(
        label=gettext_lazy("What is under review?"),
        widget=forms.RadioSelect,
        initial="all",
        error_messages={"required": gettext_lazy("Choose what is under review")},
    )

    def __init__(
        self,
        *args: Any,
        portfolio: Portfolio,
        edition: Edition,
        criteria: Iterable[Criterion],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.portfolio = portfolio
        many = edition.level_names["element"]["many"].lower()
        kind: Any = self.fields["kind"]
        kind.choices = [(visit.kind, visit.name) for visit in edition.scheme.kinds]
        covers: Any = self.fields["covers"]
        covers.choices = [
            ("all", _("All %(elements)s") % {"elements": many}),
            ("choice", _("Some of them: tick them below")),
        ]
        self.choices_of = [self._add_choices(criterion) for criterion in criteria]
        self.many = many
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "label", "kind", "visit_on", "reference", "covers",
            *(Field(name, wrapper_class="cse-ticks") for name in self.choices_of),
        )  # fmt: skip
        self.helper.attrs = {"class": "cse-form cse-form--page"}
        self.helper.add_input(Submit("open", _("Open the assessment")))

    def _add_choices(self, criterion: Criterion) -> str:
        name = f"criterion_{criterion.pk}"
        self.fields[name] = forms.MultipleChoiceField(
            label=str(criterion),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[
                (element.code, f"{element.code} {element.text}")
                for sub_criterion in criterion.sub_criteria.all()
                for element in sub_criterion.elements.all()
            ],
        )
        return name

    @property
    def under_review(self) -> list[str] | None:
        """The codes chosen; None for all."""
        if self.cleaned_data["covers"] == "all":
            return None
        return [code for name in self.choices_of for code in self.cleaned_data.get(name, [])]

    def clean_label(self) -> str:
        label = self.cleaned_data["label"]
        if Assessment.objects.filter(portfolio=self.portfolio, label=label).exists():
            raise forms.ValidationError(
                _("There is an assessment of this name already. Choose another name")
            )
        return label

    def clean(self) -> None:
        if self.cleaned_data.get("covers") == "choice" and not self.under_review:
            self.add_error(
                "covers", _("Tick at least one of the %(elements)s") % {"elements": self.many}
            )
