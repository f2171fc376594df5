"""Bytes that leave the portal: whole or in part, and never as a page of the portal."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from .ranges import Part, Unsatisfiable, wanted_part

# The header sandboxes what is shown. As an attribute of the frame it would blank
# Chromium's PDF viewer, as a header it does not; the viewer's own styles are inline.
SANDBOX = (
    "sandbox; default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
AT_ONCE = 64 * 1024


@dataclass(frozen=True)
class Bytes:
    """A file to serve. With an `etag`, what was broken off is resumed only while it is the same.

    `read` opens it and raises FileNotFoundError where it is gone.
    """

    read: Callable[[], IO[Any]]
    size: int
    media_type: str
    file_name: str
    inline: bool = False
    etag: str = ""


def serve_bytes(request: HttpRequest, file: Bytes) -> HttpResponseBase:
    """The file, or the part of it that the request asks for, in constant memory.

    The caller has checked the permission. Raises Http404 where the bytes are gone.
    """
    etag = f'"{file.etag}"' if file.etag else None
    unchanged = get_conditional_response(request, etag=etag) if etag else None
    if unchanged is not None:
        return _guarded(unchanged, etag)
    try:
        wanted = wanted_part(_range_of(request, etag), file.size)
    except Unsatisfiable:
        refused = HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
        return _guarded(refused, etag)
    response = _answer(request, file, wanted)
    start, end = wanted or (0, file.size - 1)
    response["Content-Length"] = str(end - start + 1)
    if wanted:
        response["Content-Range"] = f"bytes {start}-{end}/{file.size}"
    return _guarded(response, etag)


def _range_of(request: HttpRequest, etag: str | None) -> str:
    """The part asked for; none where the asker has the beginning of another file."""
    if request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return ""
    return request.headers.get("Range", "")


def _answer(
    request: HttpRequest, file: Bytes, wanted: tuple[int, int] | None
) -> FileResponse | HttpResponse:
    try:
        content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        Part(content, *wanted) if wanted else content,
        as_attachment=not file.inline,
        filename=file.file_name,
        content_type=file.media_type,
        status=206 if wanted else 200,
    )
    response.block_size = AT_ONCE
    if request.method != "HEAD":
        return response
    content.close()
    return HttpResponse(headers=dict(response.items()))


def _guarded(response: HttpResponseBase, etag: str | None) -> HttpResponseBase:
    response["Accept-Ranges"] = "bytes"
    if etag:
        response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def begins_reading(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether this is a reading, and not a further part of one that has begun, or none."""
    if request.method != "GET":
        return False
    part = request.headers.get("Range", "bytes=0-")
    return response.status_code == 200 or (
        response.status_code == 206 and part.startswith("bytes=0-")
    )
