"""The assessor's rating of one element."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIteratorValue
from django.utils.translation import gettext_lazy as _

from assessments.acceptance import accepts_evidence
from assessments.models import ElementAssessment
from criteria.enums import CountsAs
from criteria.models import Clause, Rating


class RateForm(forms.Form):
    """The assessor's rating, comment, marks and acceptance of one element.

    `revision` is that of the row the form began from. "Not rated yet" takes a rating back.
    With `parts` each of them has a tick instead of the one for the whole element, which is
    accepted when all are. `shown` says how rating and ticks stood when the form was made:
    ticks that nobody touched follow a rating that somebody did.
    """

    rating = forms.ChoiceField(label=_("Your rating"), required=False, widget=forms.RadioSelect)
    finding = forms.CharField(
        label=_("Assessor’s comment"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, "data-key": "comment"}),
    )
    accepted = forms.BooleanField(
        label=_("I accept the evidence"),
        required=False,
        help_text=_("A rating that is met does, unless you take the tick out."),
    )
    accepted_parts = forms.TypedMultipleChoiceField(
        label=_("I accept the evidence for"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    is_strength = forms.BooleanField(label=_("Strength"), required=False)
    is_good_practice = forms.BooleanField(label=_("Good practice"), required=False)
    is_improvement = forms.BooleanField(label=_("Area for improvement"), required=False)
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, ratings: Sequence[Rating], parts: Sequence[Clause] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ratings = {rating.code: rating for rating in ratings}
        self.parts = frozenset(part.pk for part in parts)
        # The radio buttons show each rating's tile, so the choices carry the rating itself.
        self.fields["rating"].choices = [  # type: ignore[attr-defined]
            *((ModelChoiceIteratorValue(r.code, r), r.name) for r in ratings),
            ("", _("Not rated yet")),
        ]
        if parts:
            choices = [(part.pk, f"{part.code} {part.text}") for part in parts]
            self.fields["accepted_parts"].choices = choices  # type: ignore[attr-defined]
            del self.fields["accepted"]
        else:
            del self.fields["accepted_parts"]

    @property
    def marks(self) -> list[forms.BoundField]:
        """The ticks that say what the element is."""
        return [self[name] for name in ("is_strength", "is_good_practice", "is_improvement")]

    @property
    def ticked(self) -> frozenset[int]:
        """The parts whose ticks are set."""
        values = self["accepted_parts"].value() if self.parts else None
        return frozenset(int(value) for value in values or () if str(value).isdecimal())

    def clean_rating(self) -> Rating | None:
        return self.ratings.get(self.cleaned_data["rating"])

    def clean_finding(self) -> str:
        return self.cleaned_data["finding"].replace("\r\n", "\n")

    def clean_accepted_parts(self) -> frozenset[int]:
        return frozenset(self.cleaned_data["accepted_parts"])

    def clean(self) -> None:
        given = self.cleaned_data
        shown = given.pop("shown", "")
        if "rating" not in given:
            return
        rating: Rating | None = given["rating"]
        self._follow_the_rating(shown)
        if self.parts:
            given["accepted"] = given.get("accepted_parts") == self.parts
        if rating is None and (given.get("accepted") or given.get("accepted_parts")):
            self.add_error("rating", _("Choose a rating before you accept the evidence"))
        is_excluded = rating is not None and rating.counts_as == CountsAs.EXCLUDED
        if is_excluded and not given.get("finding", "").strip():
            self.add_error(
                "finding", _("Say in your comment why this does not apply to the service")
            )

    def _follow_the_rating(self, shown: str) -> None:
        """Ticks as they were shown, beside another rating than was shown, are that rating's."""
        given = self.cleaned_data
        rating: Rating | None = given["rating"]
        ticks = _ticks(bool(given.get("accepted")), given.get("accepted_parts", frozenset()))
        is_same_rating = rating is not None and shown == rating.code + ticks
        if not shown.endswith(ticks) or is_same_rating:
            return
        accepts = accepts_evidence(rating)
        if self.parts:
            given["accepted_parts"] = self.parts if accepts else frozenset()
        else:
            given["accepted"] = accepts


def rate_form_of(
    row: ElementAssessment, ratings: Sequence[Rating], parts: Sequence[Clause] = ()
) -> RateForm:
    """The form as the row stands; what is not rated has its ticks ready for one that is met.

    `parts` are given where each is accepted by itself, with `accepted_at` as it stands.
    """
    unrated = row.rating is None
    accepted = not parts and (unrated or row.accepted_at is not None)
    ticked = frozenset(part.pk for part in parts if unrated or getattr(part, "accepted_at", None))
    return RateForm(
        ratings=ratings,
        parts=parts,
        initial={
            "rating": row.rating.code if row.rating else "",
            "finding": row.finding,
            "accepted": accepted,
            "accepted_parts": sorted(ticked),
            "is_strength": row.is_strength,
            "is_good_practice": row.is_good_practice,
            "is_improvement": row.is_improvement,
            "revision": row.assessor_revision,
            "shown": (row.rating.code if row.rating else "") + _ticks(accepted, ticked),
        },
    )


def _ticks(accepted: bool, parts: frozenset[int]) -> str:
    return f" {int(accepted)} {','.join(map(str, sorted(parts)))}"
