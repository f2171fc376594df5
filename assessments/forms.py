"""The forms of the service: its self-assessment, a new assessment, and assessors' access."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import OrganisationKind, Role
from accounts.fields import BritishDateField
from accounts.models import Membership, User
from assessments.enums import Kind
from assessments.models import Assessment, ElementAssessment
from criteria.enums import CountsAs
from criteria.models import Criterion, Edition, Rating
from evidence.models import Portfolio, ReaderGrant

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
        choices=Kind.choices,
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


class SubmitForm(forms.Form):
    """The last step before the assessor: with gaps it asks why."""

    gaps_reason = forms.CharField(
        label=gettext_lazy("Why do you submit with gaps?"),
        help_text=gettext_lazy("The assessor reads this"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "data-maxlength": 2000}),
    )

    def __init__(self, *args: Any, blocking: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blocking = blocking
        if not blocking:
            del self.fields["gaps_reason"]
        self.helper = FormHelper()
        self.helper.attrs = {"class": "cse-form cse-form--page"}
        self.helper.add_input(Submit("submit", _("Submit to the assessor")))

    def clean_gaps_reason(self) -> str:
        reason = self.cleaned_data["gaps_reason"].strip()
        if self.blocking and not reason:
            raise forms.ValidationError(
                _("Rate these before you submit, or say why they are not rated: %(codes)s")
                % {"codes": ", ".join(self.blocking)}
            )
        return reason


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
