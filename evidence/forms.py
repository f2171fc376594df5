"""Forms about evidence."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from criteria.models import Clause
from evidence.intake.limits import largest, largest_film


def helper(button: Any) -> FormHelper:
    """A form that posts to its own address, with one button that says what it does."""
    made = FormHelper()
    made.form_method = "post"
    made.attrs = {"novalidate": ""}
    made.add_input(Submit("save", button))
    return made


class LinkForm(forms.Form):
    """Where to look, why it matters, and which part of the element it is for."""

    locator = forms.CharField(
        label=_("Where to look"),
        help_text=_("For example, pages 6 to 9, section 3, or the sheet and its rows."),
        max_length=300,
        required=False,
    )
    rationale = forms.CharField(
        label=_("Why it matters"),
        help_text=_("One or two sentences: what it shows about this element."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-maxlength": 2000}),
    )
    clause = forms.ChoiceField(label=_("Part of the element"), required=False)

    def __init__(self, *args: Any, clauses: list[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clauses = {str(clause.pk): clause for clause in clauses}
        names = [(pk, f"{clause.code} {clause.text}") for pk, clause in self.clauses.items()]
        self.fields["clause"].choices = [("", _("All of it")), *names]  # type: ignore[attr-defined]
        if not clauses:
            del self.fields["clause"]
        self.helper = helper(_("Save"))

    def said(self) -> dict[str, Any]:
        """What was said, as the action takes it."""
        chosen = self.cleaned_data.get("clause", "")
        return {
            "locator": self.cleaned_data["locator"],
            "rationale": self.cleaned_data["rationale"],
            "clause": self.clauses.get(chosen),
        }


class ArchiveForm(forms.Form):
    """Why an item is no longer used for an element."""

    reason = forms.CharField(
        label=_("Why is it no longer used?"),
        help_text=_("For example, replaced by the report of 2026. It stays in the history."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "data-maxlength": 500}),
        error_messages={"required": _("Say why it is no longer used")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(_("No longer use it"))


class FindForm(forms.Form):
    """Part of a code or title."""

    q = forms.CharField(label=_("Part of its code or title"), max_length=200, required=False)


class ChoiceOfItemForm(forms.Form):
    """The item to link, by its code."""

    item = forms.CharField(max_length=20, error_messages={"required": _("Choose an item to link")})


class PlaceForm(forms.Form):
    """Where to move a link: one up, one down, or to a place of its list."""

    UP, DOWN = "up", "down"
    direction = forms.ChoiceField(choices=[(UP, UP), (DOWN, DOWN)], required=False)
    position = forms.IntegerField(min_value=1, max_value=10_000, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("direction") and not cleaned.get("position"):
            raise forms.ValidationError(_("Say where to move it"))
        return cleaned

    def place(self, now: int) -> int:
        """The place asked for, for a link that is at `now`."""
        steps = {self.UP: -1, self.DOWN: 1}
        position = self.cleaned_data["position"]
        return position or now + steps[self.cleaned_data["direction"]]


def what_is_taken() -> str:
    """The hint beside every choice of files."""
    kinds = _(
        "PDF, Word, Excel, PowerPoint, OpenDocument, pictures, mails and text, up to %(size)s;"
        " films and sound up to %(film)s."
    )
    return str(kinds) % {"size": largest(), "film": largest_film()}
