"""Bytes that leave the portal: whole or in part, and never as a page of the portal."""

from collections.abc import Callable
from dataclasses import dataclass
from time import time
from typing import IO, Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from .ranges import Part, Unsatisfiable, wanted_part

# The header sandboxes what is shown. As an attribute of the frame it would blank
# Chromium's PDF viewer, as a header it does not; the viewer's own styles are inline.
SANDBOX = (
    "sandbox; default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
AT_ONCE = 64 * 1024
Link = Callable[..., str]
READINGS = "readings"  # what this session has begun to read, and when
A_READING_LASTS = 3600  # seconds
MOST_READINGS = 30


@dataclass(frozen=True)
class Bytes:
    """A file to serve. With an `etag`, what was broken off is resumed only while it is the same.

    `read` opens it and raises FileNotFoundError where it is gone. With a `link`, which makes an
    address at the store that lives for seconds, what is saved is fetched there.
    """

    read: Callable[[], IO[Any]]
    size: int
    media_type: str
    file_name: str
    inline: bool = False
    etag: str = ""
    link: Link | None = None


def serve_bytes(request: HttpRequest, file: Bytes) -> HttpResponseBase:
    """The file, or the part of it that the request asks for, in constant memory.

    The caller has checked the permission. Raises Http404 where the bytes are gone.
    """
    etag = f'"{file.etag}"' if file.etag else None
    unchanged = get_conditional_response(request, etag=etag) if etag else None
    if unchanged is not None:
        return _guarded(unchanged, etag)
    if file.link and not file.inline and request.method == "GET":
        return _guarded(_at_the_store(file, file.link), etag)
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


def _at_the_store(file: Bytes, link: Link) -> HttpResponse:
    """Where the store gives the file to be saved, as the kind and under the name that we say."""
    _opened(file).close()
    disposition = content_disposition_header(True, file.file_name)
    return HttpResponseRedirect(link(media_type=file.media_type, disposition=disposition))


def _opened(file: Bytes) -> IO[Any]:
    try:
        return file.read()
    except FileNotFoundError as error:
        raise Http404 from error


def _range_of(request: HttpRequest, etag: str | None) -> str:
    """The part asked for; none where the asker has the beginning of another file."""
    if request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return ""
    return request.headers.get("Range", "")


def _answer(
    request: HttpRequest, file: Bytes, wanted: tuple[int, int] | None
) -> FileResponse | HttpResponse:
    content = _opened(file)
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
    """Whether this is a reading, and not a further part of one that this session has begun.

    A part from the middle goes on with a reading only where there was one at this address
    within the hour: else whoever leaves the first byte out would read unseen.
    """
    if request.method != "GET" or response.status_code not in (200, 206, 302):
        return False
    part = request.headers.get("Range", "bytes=0-")
    from_the_start = response.status_code != 206 or part.startswith("bytes=0-")
    since = int(time()) - request.session.get(READINGS, {}).get(request.path, 0)
    if since < A_READING_LASTS and not from_the_start:
        return False
    if since > A_READING_LASTS // 2:  # not at every look, which would write each time
        _note_reading(request)
    return True


def _note_reading(request: HttpRequest) -> None:
    begun = request.session.get(READINGS, {}) | {request.path: int(time())}
    latest = sorted(begun.items(), key=lambda each: each[1])[-MOST_READINGS:]
    request.session[READINGS] = dict(latest)
