"""Forms about the look of an organisation's documents."""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from io import BytesIO
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.colours import LEAST_CONTRAST, contrast, nearest_readable
from accounts.logos import Drawn, draw_logo
from accounts.models import HouseStyle
from accounts.validators import readable_colour


class StyleForm(forms.Form):
    """A form about the house style, at the revision the writer began from."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def begin_again(self, current: HouseStyle) -> None:
        """Keep what was typed, over what is saved by now."""
        self.put_into(revision=current.revision)

    def put_into(self, **values: object) -> None:
        """Let the form hold other values than those that were sent."""
        sent = {name: self.data[name] for name in self.data}
        self.data = sent | values  # type: ignore[assignment]


class AccentForm(StyleForm):
    """The accent colour, as brand manuals give it."""

    accent_colour = forms.CharField(
        label=_("Colour"),
        max_length=9,
        help_text=_("As # and six letters or digits, for example #0b4f5c"),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}),
        error_messages={"required": _("Enter a colour, for example #0b4f5c")},
    )

    def clean_accent_colour(self) -> str:
        colour = _written_out(self.cleaned_data["accent_colour"])
        readable_colour(colour)
        return colour

    @property
    def typed(self) -> str:
        """The colour in the box as `#rrggbb`, "" where it is none."""
        colour = _written_out(str(self["accent_colour"].value() or ""))
        return colour if re.fullmatch("#[0-9a-f]{6}", colour) else ""

    @property
    def contrast(self) -> float | None:
        return contrast(self.typed) if self.typed else None

    @property
    def darker(self) -> str:
        """The nearest colour that can be read, where the one in the box cannot."""
        if not self.typed or contrast(self.typed) >= LEAST_CONTRAST:
            return ""
        return nearest_readable(self.typed)


def _written_out(colour: str) -> str:
    """`#0B4F5C`, `0b4f5c` and `#abc` in the one form."""
    bare = colour.strip().lower().removeprefix("#")
    if re.fullmatch("[0-9a-f]{3}", bare):
        bare = "".join(letter * 2 for letter in bare)
    return f"#{bare}"


class LogoForm(StyleForm):
    """A picture and what it shows. The picture is kept in the form while the words are wrong."""

    logo = forms.FileField(
        label=_("Picture"),
        required=False,
        max_length=255,
        help_text=_(
            "PNG or JPEG, at most 5 MB. It is made smaller where it is wider or higher than "
            "1,200 dots."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        error_messages={"empty": _("This file is empty. Check that it opens on your computer.")},
    )
    logo_says = forms.CharField(
        label=_("What it shows"),
        max_length=200,
        help_text=_("Read out to who does not see it. For example, Argyll and Bute Council."),
        error_messages={"required": _("Say what the logo shows, for those who do not see it")},
    )
    kept_logo = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_logo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_logo = has_logo
        self.drawn: Drawn | None = None

    def clean_logo(self) -> None:
        if file := self.cleaned_data["logo"]:
            self.drawn = draw_logo(file, file.size)
            self._keep(self.drawn)

    def clean_kept_logo(self) -> None:
        if kept := self.cleaned_data["kept_logo"]:
            data = _decoded(kept)
            self.drawn = self.drawn or draw_logo(BytesIO(data), len(data))

    def clean(self) -> None:
        self.cleaned_data["drawn"] = self.drawn
        if not (self.drawn or self.has_logo or "logo" in self.errors):
            self.add_error("logo", _("Choose a PNG or JPEG picture"))

    def _keep(self, logo: Drawn) -> None:
        self.put_into(kept_logo=b64encode(logo.data).decode())

    @property
    def is_kept(self) -> bool:
        """Whether the form holds a picture that need not be chosen again."""
        return self.drawn is not None


def _decoded(kept: str) -> bytes:
    try:
        return b64decode(kept, validate=True)
    except (NotBase64, ValueError) as error:
        raise forms.ValidationError(_("Choose the picture again")) from error
