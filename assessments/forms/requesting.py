"""What an assessor asks for, and the service's answer."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Team
from evidence.forms import what_is_taken
from evidence.forms_custody import TeamField
from evidence.forms_observations import SeveralFiles
from evidence.models import EvidenceItem, SnapshotLink
from evidence.queries.element import Row

LONGEST = 4000
MOST_CODES = 20


class WordsField(forms.CharField):
    """A few paragraphs that somebody else will read."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST})
        super().__init__(max_length=LONGEST, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        return super().clean(value).replace("\r\n", "\n").strip()


class AskForm(forms.Form):
    """What the assessor wants to see, for the element or about one item cited for it."""

    link = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    text = WordsField(
        label=gettext_lazy("What do you need to see?"),
        help_text=gettext_lazy("The service reads this and is told by letter."),
        error_messages={"required": gettext_lazy("Say what you need to see")},
    )

    def __init__(self, *args: Any, lines: Iterable[SnapshotLink], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "ask-%s"} | kwargs)
        self.lines = {str(line.pk): line for line in lines}
        named = [(pk, f"{line.code}: {line.title}") for pk, line in self.lines.items()]
        whole = ("", _("The element as a whole"))
        self.fields["link"].choices = [whole, *named]  # type: ignore[attr-defined]

    def clean_link(self) -> SnapshotLink | None:
        return self.lines.get(self.cleaned_data["link"])


class StepForm(forms.Form):
    """A step that needs no words; `revision` is that of the request it began from."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ReturnAnswerForm(StepForm):
    """Why an answer is not enough."""

    reason = WordsField(
        label=gettext_lazy("What is still missing?"),
        rows=3,
        help_text=gettext_lazy("The service reads this and is told by letter."),
        error_messages={"required": gettext_lazy("Say what is still missing")},
    )


class WithdrawRequestForm(StepForm):
    """Why nothing is needed any more, if the assessor wants to say."""

    reason = WordsField(
        label=gettext_lazy("Why is it not needed any more?"), rows=2, required=False
    )


class AnswerForm(forms.Form):
    """The service's answer: words, evidence of the element, items by their code, new files.

    Files are judged one by one outside the form, once all else of it is right.
    """

    text = WordsField(label=gettext_lazy("Your answer"), required=False)
    links = forms.MultipleChoiceField(
        label=gettext_lazy("Evidence that answers it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy("Choose evidence that is linked to the element now")
        },
    )
    codes = forms.CharField(
        label=gettext_lazy("Other evidence, by its code"),
        help_text=gettext_lazy("For example, CSS204 or C017. It is linked to this element."),
        max_length=300,
        required=False,
    )
    files = forms.FileField(  # type: ignore[assignment]
        label=gettext_lazy("New files"),
        required=False,
        allow_empty_file=True,  # each is judged by itself
        widget=SeveralFiles,
    )
    anyway = forms.BooleanField(
        label=gettext_lazy("Add a file as a new item although it is here already"), required=False
    )
    team = TeamField(label=gettext_lazy("Team that gives the codes"), required=False)
    sending = forms.UUIDField(widget=forms.HiddenInput, required=False)
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        rows: Sequence[Row],
        teams: list[Team],
        usual: Team | None,
        since: Any,
        action: str,
        code: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("sending", uuid4())
        self._offer_evidence(rows, since, code)
        self.fields["files"].help_text = what_is_taken()
        self.fields["team"].offer(teams, usual)  # type: ignore[attr-defined]
        self.offers_anyway = False
        self.usual = usual
        if usual is None:
            for name in ("files", "team", "anyway"):
                del self.fields[name]
        self.helper = FormHelper()
        self.helper.form_action = action
        self.helper.layout = Layout(*self._shown())
        self.helper.add_input(Submit("send", _("Send the answer")))

    def _shown(self) -> list[str]:
        order = ["text", "links", "files", "anyway", "team", "codes", "sending", "revision"]
        hidden = set() if self.offers_anyway else {"anyway"}
        return [name for name in order if name in self.fields and name not in hidden]

    def offer_anyway(self) -> None:
        """Let a file be added although the same bytes are here already."""
        self.offers_anyway = True
        self.helper.layout = Layout(*self._shown())

    def _offer_evidence(self, rows: Sequence[Row], since: Any, code: str) -> None:
        self.cited = {str(row.link.pk): row.link for row in rows}
        self.fresh = {str(row.link.pk) for row in rows if _came_since(row, since)}
        ordered = sorted(self.cited, key=lambda pk: pk not in self.fresh)
        links = self.fields["links"]
        links.choices = [(pk, self._named(pk)) for pk in ordered]  # type: ignore[attr-defined]
        links.help_text = _("Linked to %(code)s now. What you tick joins what was submitted.") % {
            "code": code
        }
        if not rows:
            del self.fields["links"]

    def _named(self, pk: str) -> str:
        item = self.cited[pk].item
        if pk in self.fresh:
            return _("%(item)s (since the submission)") % {"item": item}
        return str(item)

    def clean_codes(self) -> list[str]:
        """The codes in capitals, each once."""
        words = re.findall(r"[^\s,;]+", self.cleaned_data["codes"])
        return list(dict.fromkeys(word.upper() for word in words))[:MOST_CODES]

    def found(self, items: Iterable[EvidenceItem]) -> list[EvidenceItem]:
        """The items of the codes that were typed; what is not among them is an error."""
        by_code = {item.code.upper(): item for item in items}
        wanted = self.cleaned_data["codes"]
        unknown = [code for code in wanted if code not in by_code]
        withdrawn = [code for code in wanted if code in by_code and by_code[code].is_withdrawn]
        if unknown:
            words = _("There is no evidence with the code %(codes)s that this service can use")
            self.add_error("codes", words % {"codes": ", ".join(unknown)})
        if withdrawn:
            words = _("%(codes)s is withdrawn. Restore it to use it again")
            self.add_error("codes", words % {"codes": ", ".join(withdrawn)})
        return [by_code[code] for code in wanted if code not in unknown]


def _came_since(row: Row, moment: Any) -> bool:
    newer = row.version is not None and row.version.created_at > moment
    return newer or row.link.created_at > moment
