"""What is to be done after a visit, and how far it is."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import BritishDateField
from accounts.models import User
from assessments.enums import Progress
from assessments.improvement_queries import possible_owners
from assessments.models import Improvement

TEXT_MAX = 4000


class ImprovementForm(forms.Form):
    """What is to be done, by whom and until when, at the revision the form began from."""

    text = forms.CharField(
        label=_("What is to be done"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    due_on = BritishDateField(label=_("Due"), required=False)
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, improvement: Improvement) -> None:
        initial = {
            "text": improvement.text,
            "owner": improvement.owner_id,
            "due_on": improvement.due_on,
            "revision": improvement.revision,
        }
        super().__init__(data, initial=initial)
        owner: Any = self.fields["owner"]
        owner.queryset = possible_owners(improvement.row.assessment.portfolio)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("text", "owner", "due_on", "revision")

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n").strip()


class ProgressForm(forms.Form):
    """What was done since, and how far it is now."""

    report = forms.CharField(
        label=_("What was done"),
        max_length=TEXT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-maxlength": TEXT_MAX}),
    )
    progress = forms.ChoiceField(
        label=_("How far it is"), choices=Progress.choices, widget=forms.RadioSelect
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput(attrs={"id": "id_from"}))

    def __init__(self, data: Any = None, *, improvement: Improvement) -> None:
        initial = {"progress": improvement.progress, "revision": improvement.revision}
        super().__init__(data, initial=initial)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("report", "progress", "revision")

    def clean_report(self) -> str:
        return self.cleaned_data["report"].replace("\r\n", "\n").strip()
