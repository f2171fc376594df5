"""The service's own rating and words for one element."""

from collections.abc import Iterable, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import ElementAssessment
from criteria.enums import CountsAs
from criteria.models import Clause, Rating

COMMENTARY_MAX = 10_000
NOTE_MAX = 4000


def _note(clause: Clause) -> str:
    return f"note_{clause.pk}"


def _note_field(clause: Clause) -> forms.CharField:
    too_long = _("Shorten the note on %(code)s to %(most)s characters or fewer")
    return forms.CharField(
        label=f"{clause.code} {clause.text}",
        required=False,
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": too_long % {"code": clause.code, "most": f"{NOTE_MAX:,}"}},
    )


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
        help_text=gettext_lazy(
            "Say what you do and how you know it works. Codes such as CSS302 become links; lines"
            " that begin with a hyphen become a list."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "data-maxlength": COMMENTARY_MAX}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        ratings: QuerySet[Rating],
        clauses: Iterable[Clause] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.clauses = {_note(clause): clause for clause in clauses}
        for name, clause in self.clauses.items():
            self.fields[name] = _note_field(clause)
        self.fields["self_rating"].queryset = ratings  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Field("self_rating", template="components/rating_field.html"),
            Field("commentary", wrapper_class="cse-writing"),
            "revision",
        )

    @classmethod
    def of(
        cls,
        row: ElementAssessment,
        *,
        ratings: QuerySet[Rating],
        clauses: Sequence[Clause] = (),
    ) -> "SelfAssessmentForm":
        """The form as it begins: what is saved now. The clauses know their `note`."""
        initial = {
            "self_rating": row.self_rating.code if row.self_rating else None,
            "commentary": row.commentary,
            "revision": row.service_revision,
            **{_note(clause): clause.note for clause in clauses},  # type: ignore[attr-defined]
        }
        return cls(initial=initial, ratings=ratings, clauses=clauses)

    @property
    def note_fields(self) -> list[BoundField]:
        return [self[name] for name in self.clauses]

    @property
    def has_notes(self) -> bool:
        """Whether there is something in one of the boxes, or something wrong with it."""
        return any(field.value() or field.errors for field in self.note_fields)

    @property
    def notes(self) -> dict[int, str]:
        """What was written of each part, by the id of its clause."""
        return {
            clause.pk: self.cleaned_data[name].replace("\r\n", "\n").strip()
            for name, clause in self.clauses.items()
        }

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
