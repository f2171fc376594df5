"""Forms about evidence registers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from evidence.forms import helper
from evidence.imports.report import ImportRefused
from evidence.registers.files import refuse_size


class RegisterForm(forms.Form):
    """The file of an evidence register."""

    file = forms.FileField(
        label=_("Evidence register"),
        help_text=_("An Excel workbook (.xlsx) or CSV file, up to 10 MB."),
        max_length=255,
        error_messages={
            "required": _("Choose the evidence register"),
            "empty": _("This file is empty. Choose the file that holds the evidence register."),
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
