"""How large a file may be."""

from django.conf import settings
from django.template.defaultfilters import filesizeformat


def in_words(size: int) -> str:
    """A size as people say it: 25 MB."""
    return filesizeformat(size).replace(".0", "")


def largest() -> str:
    """The most that a document may have, as people say it."""
    return in_words(settings.MAX_DOCUMENT_BYTES)


def largest_film() -> str:
    """The most that a film or a sound may have, as people say it."""
    return in_words(settings.MAX_VIDEO_BYTES)
