"""The assessor's rating of one element."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIteratorValue
from django.utils.translation import gettext_lazy as _

from assessments.models import ElementAssessment
from criteria.enums import CountsAs
from criteria.models import Rating


class RateForm(forms.Form):
    """The assessor's rating, comment and acceptance of one element.

    `revision` is that of the row the form began from. "Not rated yet" takes a rating back.
    """

    rating = forms.ChoiceField(label=_("Your rating"), required=False, widget=forms.RadioSelect)
    finding = forms.CharField(
        label=_("Assessor’s comment"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, "data-key": "comment"}),
    )
    accepted = forms.BooleanField(label=_("I accept the evidence for this element"), required=False)
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, ratings: Sequence[Rating], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ratings = {rating.code: rating for rating in ratings}
        # The radio buttons show each rating's tile, so the choices carry the rating itself.
        self.fields["rating"].choices = [  # type: ignore[attr-defined]
            *((ModelChoiceIteratorValue(r.code, r), r.name) for r in ratings),
            ("", _("Not rated yet")),
        ]

    def clean_rating(self) -> Rating | None:
        return self.ratings.get(self.cleaned_data["rating"])

    def clean_finding(self) -> str:
        return self.cleaned_data["finding"].replace("\r\n", "\n")

    def clean(self) -> None:
        given = self.cleaned_data
        rating = given.get("rating")
        if given.get("accepted") and "rating" in given and rating is None:
            self.add_error("rating", _("Choose a rating before you accept the evidence"))
        not_applicable = rating is not None and rating.counts_as == CountsAs.EXCLUDED
        if not_applicable and not given.get("finding", "").strip():
            self.add_error(
                "finding", _("Say in your comment why this does not apply to the service")
            )


def rate_form_of(row: ElementAssessment, ratings: Sequence[Rating]) -> RateForm:
    """The form as the row stands."""
    return RateForm(
        ratings=ratings,
        initial={
            "rating": row.rating.code if row.rating else "",
            "finding": row.finding,
            "accepted": row.accepted_at is not None,
            "revision": row.assessor_revision,
        },
    )
