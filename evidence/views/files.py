"""The bytes of a version: only after a permission check, and never as a page of the portal."""

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
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
    return SHOWN_IN_THE_PAGE.get(version.media_type, "") if version else ""


def serve_version(version: EvidenceVersion, inline: bool, part: str = "") -> HttpResponseBase:
    """The bytes of a version, to be shown in a frame of our own page or to be saved.

    Only kinds that the browser shows without running anything are served inline; all else
    becomes a download. `part` is the header Range of the request. The caller has checked
    the permission. Raises Http404 where the bytes are gone.
    """
    try:
        wanted = wanted_part(part, version.size)
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


def continues(part: str) -> bool:
    """Whether a player asks for a further part of what it has begun to read."""
    return part.startswith("bytes=") and not part.startswith("bytes=0-")


@serves("evidence.read_version", version_in_scope)
@require_safe
def file(request: SignedIn, version: EvidenceVersion) -> HttpResponseBase:
    return serve_version(version, inline=False, part=request.headers.get("Range", ""))


@serves("evidence.read_version", version_in_scope)
@require_safe
def file_view(request: SignedIn, version: EvidenceVersion) -> HttpResponseBase:
    return serve_version(version, inline=True, part=request.headers.get("Range", ""))
