"""The service's own rating and words for one element."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import ElementAssessment
from criteria.enums import CountsAs
from criteria.models import Rating

COMMENTARY_MAX = 10_000


class SelfAssessmentForm(forms.Form):
    """The service's rating and words for one element, at the revision they began from."""

    self_rating = forms.ModelChoiceField(
        label=gettext_lazy("How well do you meet it?"),
        queryset=Rating.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the ratings")},
    )
    commentary = forms.CharField(
        label=gettext_lazy("Commentary"),
        help_text=gettext_lazy("Say what you do and how you know it works"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "data-maxlength": COMMENTARY_MAX}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, ratings: QuerySet[Rating], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["self_rating"].queryset = ratings  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Field("self_rating", template="components/rating_field.html"),
            Field("commentary", wrapper_class="cse-writing"),
            "revision",
        )

    @classmethod
    def of(cls, row: ElementAssessment, *, ratings: QuerySet[Rating]) -> "SelfAssessmentForm":
        """The form as it begins: what is saved now."""
        initial = {
            "self_rating": row.self_rating.code if row.self_rating else None,
            "commentary": row.commentary,
            "revision": row.service_revision,
        }
        return cls(initial=initial, ratings=ratings)

    def clean_commentary(self) -> str:
        text = self.cleaned_data["commentary"].replace("\r\n", "\n").strip()
        if len(text) > COMMENTARY_MAX:
            raise forms.ValidationError(
                _("Shorten the commentary to %(most)s characters or fewer: it has %(count)s")
                % {"most": f"{COMMENTARY_MAX:,}", "count": f"{len(text):,}"}
            )
        return text

    def clean(self) -> None:
        rating = self.cleaned_data.get("self_rating")
        left_out = rating is not None and rating.counts_as == CountsAs.EXCLUDED
        if left_out and not self.cleaned_data.get("commentary", "x"):
            self.add_error("commentary", _("Say in the commentary why this does not apply"))
