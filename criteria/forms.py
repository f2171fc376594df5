"""Forms about standards."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from criteria.models import LONGEST_GUIDANCE, OwnGuidance


class OwnGuidanceForm(forms.Form):
    """What the organisation says of one element, at the revision the writer began from."""

    text = forms.CharField(
        label=_("Your organisation’s guidance"),
        help_text=_(
            "Leave an empty line between paragraphs. Begin lines with a hyphen to make a list. "
            "Leave all empty to take the guidance out."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14, "data-maxlength": LONGEST_GUIDANCE}),
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, guidance: OwnGuidance, proposal: str = ""
    ) -> None:
        initial = {"text": guidance.text or proposal, "revision": guidance.revision}
        super().__init__(data, initial=initial)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": "", "class": "cse-form"}
        self.helper.add_input(Submit("save", _("Save")))

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n").strip()
        if len(text) > LONGEST_GUIDANCE:
            raise forms.ValidationError(
                gettext("Shorten the guidance to %(most)s characters or fewer: it has %(count)s")
                % {"most": f"{LONGEST_GUIDANCE:,}", "count": f"{len(text):,}"}
            )
        return text

    def begin_again(self, current: OwnGuidance) -> None:
        """Keep what was typed, over what is saved by now."""
        self.data = {**self.data.dict(), "revision": current.revision}  # type: ignore[attr-defined]
