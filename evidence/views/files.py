"""The bytes of a version: only after a permission check, and never as a page of the portal."""

from functools import partial

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import serves
from evidence.actions import record_reading
from evidence.intake.store import link_to_stored, open_stored
from evidence.models import EvidenceVersion
from evidence.scope import version_in_scope

from .common import SignedIn
from .serving import Bytes, begins_reading, serve_bytes

SHOWN_IN_THE_PAGE = {
    "application/pdf": "document",
    "image/png": "picture",
    "image/jpeg": "picture",
    "image/gif": "picture",
    "image/webp": "picture",
    "video/mp4": "film",
    "video/quicktime": "film",
    "audio/mpeg": "sound",
}


def shown_as(version: EvidenceVersion | None) -> str:
    """How a page shows the file: "document", "picture", "film", "sound", or not at all."""
    if version is None or not version.is_readable:
        return ""
    return SHOWN_IN_THE_PAGE.get(version.media_type, "")


def serve_version(
    request: HttpRequest, version: EvidenceVersion, *, inline: bool
) -> HttpResponseBase:
    """The bytes of a version, to be shown in a frame of our own page or to be saved.

    Only kinds that the browser shows without running anything are served inline; all else
    becomes a download; where the request asks for a part, it gets that. What the virus
    scanner has not let through is answered by a page with 403, what was destroyed with 410.
    The caller has checked the permission. Raises Http404 where the bytes are gone.
    """
    if not version.is_readable:
        status = 410 if version.is_destroyed else 403
        return render(request, "evidence/file_held.html", {"version": version}, status=status)
    stored = Bytes(
        partial(open_stored, version.storage_key),
        version.size,
        version.media_type,
        version.file_name,
        inline=inline and bool(shown_as(version)),
        link=link_to_stored(version.storage_key),
    )
    return serve_bytes(request, stored)


@serves("evidence.read_version", version_in_scope)
@require_safe
def file(request: SignedIn, version: EvidenceVersion) -> HttpResponseBase:
    return _read(request, version, inline=False)


@serves("evidence.read_version", version_in_scope)
@require_safe
def file_view(request: SignedIn, version: EvidenceVersion) -> HttpResponseBase:
    return _read(request, version, inline=True)


def _read(request: SignedIn, version: EvidenceVersion, *, inline: bool) -> HttpResponseBase:
    response = serve_version(request, version, inline=inline)
    if begins_reading(request, response):
        record_reading(version=version, by=request.user)
    return response
