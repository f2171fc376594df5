"""A new visit and the elements that it looks at."""

from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import BritishDateField
from assessments.models import Assessment
from criteria.models import Edition
from evidence.models import Portfolio

from .covering import ElementsForm, Grouped


class OpenAssessmentForm(ElementsForm):
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
        self, *args: Any, portfolio: Portfolio, edition: Edition, elements: Grouped, **kwargs: Any
    ) -> None:
        many = edition.level_names["element"]["many"].lower()
        super().__init__(*args, elements=elements, many=many, **kwargs)
        self.portfolio = portfolio
        kind: Any = self.fields["kind"]
        kind.choices = [(visit.kind, visit.name) for visit in edition.scheme.kinds]
        covers: Any = self.fields["covers"]
        covers.choices = [
            ("all", _("All %(elements)s") % {"elements": many}),
            ("choice", _("Some of them: tick them below")),
        ]
        self.helper.layout = Layout("label", "kind", "visit_on", "reference", "covers", *self.ticks)
        self.helper.add_input(Submit("open", _("Open the assessment")))

    @property
    def under_review(self) -> list[str] | None:
        """The codes chosen; None for all."""
        return None if self.cleaned_data["covers"] == "all" else self.chosen

    def clean_label(self) -> str:
        label = self.cleaned_data["label"]
        if Assessment.objects.filter(portfolio=self.portfolio, label=label).exists():
            raise forms.ValidationError(
                _("There is an assessment of this name already. Choose another name")
            )
        return label

    def clean(self) -> None:
        if self.cleaned_data.get("covers") == "choice":
            self.require_one("covers")
