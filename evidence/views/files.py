"""The bytes of a version: only after a permission check, and never as a page of the portal."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import serves
from evidence.intake.store import open_stored
from evidence.models import EvidenceVersion
from evidence.scope import version_in_scope

from .common import SignedIn
from .ranges import Part, Unsatisfiable, wanted_part

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
# The header sandboxes what is shown. As an attribute of the frame it would blank
# Chromium's PDF viewer, as a header it does not; the viewer's own styles are inline.
SANDBOX = (
    "sandbox; default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


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
    scanner has not let through is answered by a page with 403. The caller has checked the
    permission. Raises Http404 where the bytes are gone.
    """
    if not version.is_readable:
        return render(request, "evidence/file_held.html", {"version": version}, status=403)
    try:
        wanted = wanted_part(request.headers.get("Range", ""), version.size)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{version.size}"})
    try:
        content = open_stored(version.storage_key)
    except FileNotFoundError as error:
        raise Http404 from error
    start, end = wanted or (0, version.size - 1)
    response = FileResponse(
        Part(content, start, end) if wanted else content,
        as_attachment=not (inline and shown_as(version)),
        filename=version.file_name,
        content_type=version.media_type,
        status=206 if wanted else 200,
    )
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(end - start + 1)
    if wanted:
        response["Content-Range"] = f"bytes {start}-{end}/{version.size}"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def begins_reading(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether this is a reading, and not a further part of one that has begun, or none."""
    part = request.headers.get("Range", "bytes=0-")
    return response.status_code == 200 or (
        response.status_code == 206 and part.startswith("bytes=0-")
    )


@serves("evidence.read_version", version_in_scope)
@require_safe
def file(request: SignedIn, version: EvidenceVersion) -> HttpResponseBase:
    return serve_version(request, version, inline=False)


@serves("evidence.read_version", version_in_scope)
@require_safe
def file_view(request: SignedIn, version: EvidenceVersion) -> HttpResponseBase:
    return serve_version(request, version, inline=True)
