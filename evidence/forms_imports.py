"""Forms about a summary that is read in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from criteria.models import Element
from evidence.enums import LinkStatus
from evidence.forms import helper
from evidence.imports.corrections import Correction, Row
from evidence.imports.lines import refuse_size
from evidence.imports.misread import CodedLine, accepted_code
from evidence.imports.report import ImportRefused
from evidence.imports.tokens import Grammar
from evidence.intake.names import clean_words


class SummaryForm(forms.Form):
    """The file of an Assessment Summary."""

    file = forms.FileField(
        label=_("Assessment Summary"),
        help_text=_("A Word document (.docx) or text (.txt, .md), up to 10 MB."),
        max_length=255,
        error_messages={
            "required": _("Choose the Assessment Summary"),
            "empty": _("This file is empty. Choose the file that holds the Assessment Summary."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(_("Read it and show me"))

    def clean_file(self) -> UploadedFile:
        """The size is looked at before any byte is read."""
        file: UploadedFile = self.cleaned_data["file"]
        try:
            refuse_size(file.size or 0)
        except ImportRefused as refused:
            raise ValidationError(str(refused)) from refused
        return file

    def refuse(self, refused: ImportRefused) -> None:
        """Say at the field everything that is wrong with the file, each with its line."""
        problems = [
            _("Line %(line)s: %(message)s") % {"line": each.line, "message": each.message}
            if each.line
            else each.message
            for each in refused.problems
        ]
        self.add_error("file", [ValidationError(problem) for problem in problems])


class CodeForm(forms.Form):
    """The code that a line really has; the printed one takes a correction back."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        error_messages={"required": _("Enter the code of this line")},
    )
    everywhere = forms.BooleanField(required=False)

    def __init__(self, *args: Any, coded: CodedLine, grammar: Grammar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.coded, self.grammar = coded, grammar
        service, corporate = grammar.prefixes
        self.fields["code"].help_text = (
            _("The code of a criterion, an element or a part of it, such as 1.1.2")
            if coded.is_heading
            else _("It begins with %(service)s or %(corporate)s, such as %(service)s201")
            % {"service": service, "corporate": corporate}
        )
        if coded.others:
            self.fields["everywhere"].label = ngettext_lazy(
                "Also in the %(count)s other line that prints %(code)s",
                "Also in the %(count)s other lines that print %(code)s",
                len(coded.others),
            ) % {"count": len(coded.others), "code": coded.code}
        else:
            del self.fields["everywhere"]
        self.helper = helper(_("Save"))

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        if typed == self.coded.code:
            return typed
        try:
            return accepted_code(typed, self.grammar)
        except ValueError as error:
            service, corporate = self.grammar.prefixes
            raise ValidationError(
                gettext(
                    "Enter a code that begins with %(service)s or %(corporate)s, or the code of "
                    "an element such as 1.1.2"
                )
                % {"service": service, "corporate": corporate}
            ) from error

    @property
    def lines(self) -> list[int]:
        """The lines that it is for."""
        others = self.coded.others if self.cleaned_data.get("everywhere") else ()
        return [self.coded.line.number, *others]


class RowForm(forms.Form):
    """Where an item of the summary belongs, what it is called, and whether it is read in."""

    include = forms.BooleanField(label=_("Read it in"), required=False)
    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        error_messages={"required": _("Enter the title of the evidence")},
    )
    element = forms.ChoiceField(label=_("Element"), required=False)
    status = forms.ChoiceField(
        label=_("List"),
        choices=[(each.value, each.label) for each in (LinkStatus.NEW, LinkStatus.ACTIVE)],
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        *args: Any,
        row: Row,
        elements: Sequence[Element],
        taken: set[tuple[str, str]],
        corporate: bool,
        places: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.taken = row, taken
        names = [(each.code, f"{each.code} {Truncator(each.text).chars(80)}") for each in elements]
        self.fields["element"].choices = [  # type: ignore[attr-defined]
            ("", _("No element: keep it without a link")),
            *names,
        ]
        if places > 1:
            self.fields["title"].help_text = _(
                "It is listed in %(places)s places of the document and has one title in all."
            ) % {"places": places}
        if corporate:
            del self.fields["status"]
        self.helper = helper(_("Save"))

    def clean_title(self) -> str:
        return clean_words(self.cleaned_data["title"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        place = (cleaned.get("element", ""), self.row.code)
        if cleaned.get("include") and place in self.taken:
            self.add_error(
                "element",
                _("%(element)s lists %(code)s already. Choose another, or leave this one out.")
                % {"element": place[0], "code": place[1]},
            )
        return cleaned

    def correction(self) -> Correction:
        """Where it goes; what is left out keeps the place that it was read at."""
        if not self.cleaned_data["include"]:
            return Correction(True, self.row.element, self.row.status)
        status = self.cleaned_data.get("status", self.row.status)
        return Correction(element=self.cleaned_data["element"], status=status)
