"""Plain text: readable, and nothing that a browser or a server might run."""

import re
from collections.abc import Callable
from typing import BinaryIO

from django.utils.translation import gettext as _

from .refusal import Refused

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP = re.compile(
    r"<(?:\?php|script|!doctype\s+html|html|svg|iframe|object|embed)\b|^\ufeff?\s*<\?xml",
    re.IGNORECASE,
)


def check_text(stream: BinaryIO, *, unknown: Callable[[], Refused]) -> None:
    """Raises Refused for all but plain text: what is no text at all with `unknown`."""
    data = stream.read()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(
            _("This text is saved as “Unicode” (UTF-16), which not every program can read."),
            _("Save it again with the encoding UTF-8, and add that."),
        )
    text = _decoded(data)
    if text is None or _CONTROLS.search(text):
        raise unknown()
    if _MARKUP.search(text):
        raise Refused(
            _("It is a web page, a drawing or code, which can carry scripts."),
            _("Print it to PDF, or make a picture of it, and add that."),
        )


def _decoded(data: bytes) -> str | None:
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
