"""A form with a field of every kind that the template pack knows."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout, Submit
from django import forms
from django.forms.models import ModelChoiceIteratorValue


class DateParts(forms.MultiWidget):
    """A date in three boxes."""

    def __init__(self) -> None:
        box = forms.TextInput
        super().__init__({"day": box(), "month": box(), "year": box()})

    def decompress(self, value: object) -> list[None]:
        return [None, None, None]


class DateInParts(forms.MultiValueField):
    widget = DateParts

    def __init__(self, **kwargs) -> None:
        numbers = [forms.IntegerField() for _ in range(3)]
        super().__init__(numbers, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[int]) -> list[int]:
        return data_list


def rating_choices() -> list[tuple[ModelChoiceIteratorValue, str]]:
    """What a field that chooses among the ratings of an edition offers."""
    from criteria.models import Rating
    from tests.look.gallery import RATINGS

    return [
        (
            ModelChoiceIteratorValue(
                code, Rating(code=code, letter=letter, name=name, meaning=meaning)
            ),
            name,
        )
        for code, letter, name, meaning in RATINGS
    ]


TEAMS = [("ce", "Customer Engagement"), ("ict", "ICT")]


class EveryKind(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Title", help_text="As it should print in the summary")
    email = forms.EmailField(label="Email address")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    pages = forms.IntegerField(label="Number of pages")
    review_by = forms.DateField(label="Review by", help_text="For example, 21 November 2026")
    covers = DateInParts(label="Covers from", help_text="For example, 1 4 2026")
    why = forms.CharField(
        label="Why it matters",
        widget=forms.Textarea(attrs={"rows": 3, "data-maxlength": "200"}),
    )
    notes = forms.CharField(label="Notes", widget=forms.Textarea(attrs={"rows": 2}))
    team = forms.ChoiceField(label="Team", choices=TEAMS)
    scope = forms.ChoiceField(
        label="Whose evidence is it?",
        choices=[("service", "Customer Support Services"), ("corporate", "Corporate")],
        widget=forms.RadioSelect,
        help_text="Corporate items are shared by all services",
    )
    statuses = forms.MultipleChoiceField(
        label="Status",
        choices=[("new", "New"), ("active", "Active")],
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.BooleanField(label="I have read the file", help_text="All of it")
    file = forms.FileField(label="File", help_text="Up to 25 MB")
    rating = forms.ChoiceField(
        label="How well do you meet it?", choices=rating_choices, widget=forms.RadioSelect
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=3)

    helper = FormHelper()
    helper.layout = Layout(
        "title",
        "email",
        "password",
        "pages",
        Fieldset("When", "review_by", "covers"),
        "why",
        "notes",
        "team",
        "scope",
        "statuses",
        "agreed",
        "file",
        Field("rating", template="components/rating_field.html"),
        "revision",
    )
    helper.add_input(Submit("save", "Save"))
    helper.add_input(Submit("leave", "Leave", css_class="govuk-button--secondary"))

    def clean(self) -> None:
        raise forms.ValidationError("Someone changed this while you were writing")


class RateOnly(forms.Form):
    """The rating as the desk shows it."""

    rating = forms.ChoiceField(
        label="How well do you meet it?",
        choices=rating_choices,
        widget=forms.RadioSelect(attrs={"data-key": "rating"}),
    )
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(
        Field("rating", template="components/rating_field.html", wrapper_class="cse-choices")
    )


def full_form(*, wrong: bool) -> forms.Form:
    """The form with every kind of field, wrong in each; or the ratings alone, one chosen."""
    if not wrong:
        return RateOnly(initial={"rating": "compliant"})
    return EveryKind({"pages": "many", "email": "nobody", "revision": "3"})
