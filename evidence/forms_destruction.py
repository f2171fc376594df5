"""Forms about destruction: asking, agreeing, refusing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evidence.forms import helper
from evidence.models import EvidenceItem, EvidenceVersion


class AskDestructionForm(forms.Form):
    """Why a version is to be destroyed, by what right, and what goes or stays with it."""

    authority = forms.CharField(
        label=_("By what right?"),
        help_text=_(
            "For example, erasure request IG-2026-041, or the council’s retention rule. Give the"
            " reference and name nobody: this stays on record."
        ),
        max_length=200,
        error_messages={"required": _("Say by what right it is destroyed")},
    )
    reason = forms.CharField(
        label=_("Why is it destroyed?"),
        help_text=_(
            "For example, a survey with names that were to be removed. This stands in the place"
            " of the file for ever, so name nobody."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "data-maxlength": 500}),
        error_messages={"required": _("Say why it is destroyed")},
    )
    keeps_redacted = forms.BooleanField(
        label=_("Keep the redacted copy"),
        help_text=_("Assessors go on reading it. Without a tick it is destroyed too."),
        required=False,
        initial=True,
    )
    also = forms.MultipleChoiceField(
        label=_("Destroy the same file elsewhere too"),
        help_text=_("Each gets a request of its own, to which the second person agrees."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, has_redacted: bool, same: list[EvidenceVersion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.same = {str(version.pk): version for version in same}
        if not has_redacted:
            del self.fields["keeps_redacted"]
        if same:
            self.fields["also"].choices = [  # type: ignore[attr-defined]
                (
                    pk,
                    _("%(code)s: %(title)s, version %(number)s")
                    % {
                        "code": version.item.code,
                        "title": version.item.title,
                        "number": version.number,
                    },
                )
                for pk, version in self.same.items()
            ]
        else:
            del self.fields["also"]
        self.helper = helper(_("Ask for the destruction"))

    def said(self) -> dict[str, Any]:
        """What was said, as the action takes it."""
        return {
            "authority": self.cleaned_data["authority"],
            "reason": self.cleaned_data["reason"],
            "keeps_redacted": self.cleaned_data.get("keeps_redacted", False),
            "also": [self.same[pk] for pk in self.cleaned_data.get("also", [])],
        }


class AgreeForm(forms.Form):
    """The code of the item, typed, so that nobody agrees by a slip."""

    code = forms.CharField(
        label=_("Type the code of the evidence"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-10"}),
        error_messages={"required": _("Type the code of the evidence")},
    )

    def __init__(self, *args: Any, item: EvidenceItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        self.fields["code"].help_text = _("It is %(code)s. Nothing brings the file back.") % {
            "code": item.code
        }
        self.helper = helper(_("Agree and destroy it"))
        self.helper.inputs[0].field_classes += " govuk-button--warning"

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].strip()
        if code.upper() != self.item.code.upper():
            raise forms.ValidationError(
                _("This is not the code of the evidence. Type %(code)s") % {"code": self.item.code}
            )
        return code


class RefuseForm(forms.Form):
    """Why it is not to be destroyed."""

    reason = forms.CharField(
        label=_("Why not?"),
        help_text=_("Whoever asked reads this. For example, it is needed until the appeal ends."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "data-maxlength": 500}),
        error_messages={"required": _("Say why it is not to be destroyed")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(_("Refuse"))
        self.helper.inputs[0].field_classes += " govuk-button--secondary"
