"""How large a file may be."""

from django.conf import settings
from django.template.defaultfilters import filesizeformat


def largest() -> str:
    """The limit of the settings as people say it: 25 MB."""
    return filesizeformat(settings.MAX_DOCUMENT_BYTES).replace(".0", "")
