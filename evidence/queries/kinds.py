"""What people call the kinds of files, and what kind of file an item has."""

from typing import Any

from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _

from evidence.models import EvidenceVersion

NO_FILE = "none"
OTHER = "other"

# Each with the beginnings of its media types.
FILE_KINDS = {
    "pdf": (_("PDF"), ("application/pdf",)),
    "word": (
        _("Word"),
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml",
            "application/vnd.oasis.opendocument.text",
            "application/msword",
        ),
    ),
    "sheet": (
        _("Excel or other table"),
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml",
            "application/vnd.oasis.opendocument.spreadsheet",
            "application/vnd.ms-excel",
            "text/csv",
        ),
    ),
    "slides": (
        _("PowerPoint"),
        (
            "application/vnd.openxmlformats-officedocument.presentationml",
            "application/vnd.oasis.opendocument.presentation",
            "application/vnd.ms-powerpoint",
        ),
    ),
    "picture": (_("Picture, sound or video"), ("image/", "audio/", "video/")),
    "email": (_("Email"), ("message/rfc822", "application/vnd.ms-outlook")),
    "web": (_("Web address"), ("text/uri-list",)),
    "note": (_("Note or plain text"), ("text/plain", "text/markdown")),
}


def latest_of(item: Any, column: str) -> Subquery:
    """A column of the latest original of the item that an outer query is at."""
    versions = EvidenceVersion.objects.originals().filter(item=item).order_by("-number")
    return Subquery(versions.values(column)[:1])


def kind_of(media_type: str | None) -> str:
    """One of FILE_KINDS, NO_FILE for no media type, OTHER for one that nobody expects."""
    if not media_type:
        return NO_FILE
    return next(
        (kind for kind, (_name, starts) in FILE_KINDS.items() if media_type.startswith(starts)),
        OTHER,
    )


def is_of_kind(kind: str, column: str) -> Q:
    """Rows whose column holds a media type of that kind; NO_FILE finds those with none."""
    if kind == NO_FILE:
        return Q(**{f"{column}__isnull": True})
    found = Q()
    for start in FILE_KINDS[kind][1]:
        found |= Q(**{f"{column}__startswith": start})
    return found
