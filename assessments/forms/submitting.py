"""The last step before the assessor: what is missing, and why it is submitted all the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.checklist import Gap
from assessments.gap_kinds import KINDS, Kind

REASON_MAX = 2000


@dataclass(frozen=True)
class Asked:
    """A gap with the box for its reason."""

    gap: Gap
    field: BoundField


class SubmitForm(forms.Form):
    """A box for each gap that stands in the way, and one for all that are left empty."""

    gaps_reason = forms.CharField(
        label=gettext_lazy("The same reason for all that have none"),
        help_text=gettext_lazy("The assessor reads this beside each of them"),
        required=False,
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, gaps: Sequence[Gap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gaps = [gap for gap in gaps if gap.blocks]
        if not self.gaps:
            del self.fields["gaps_reason"]
        for gap in self.gaps:
            self.fields[_name(gap)] = _reason_field(gap)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def sections(self) -> Iterator[tuple[Kind, list[Asked]]]:
        """By kind, in the order of the checklist."""
        order = list(KINDS)
        by_kind = sorted(self.gaps, key=lambda gap: order.index(gap.kind))
        for kind, gaps in groupby(by_kind, key=lambda gap: gap.kind):
            yield KINDS[kind], [Asked(gap, self[_name(gap)]) for gap in gaps]

    @property
    def reasons(self) -> dict[tuple[str, str], str]:
        """What was given for each gap, as submitting takes it."""
        return {gap.key: self.cleaned_data.get(_name(gap), "") for gap in self.gaps}

    def clean(self) -> None:
        if self.cleaned_data.get("gaps_reason", "").strip():
            return
        for gap in self.gaps:
            if not self.has_error(_name(gap)) and not self.cleaned_data.get(_name(gap)):
                self.add_error(
                    _name(gap),
                    _("%(code)s: %(message)s. Put it right, or say why")
                    % {"code": gap.element_code, "message": gap.message},
                )


def _name(gap: Gap) -> str:
    return f"reason-{gap.element_code}-{gap.kind}"


def _reason_field(gap: Gap) -> forms.CharField:
    return forms.CharField(
        label=_("Reason for %(code)s") % {"code": gap.element_code},
        required=False,
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 2, "data-reason": ""}),
        error_messages={
            "max_length": _("Shorten the reason for %(code)s to %(most)s characters or fewer")
            % {"code": gap.element_code, "most": f"{REASON_MAX:,}"}
        },
    )
