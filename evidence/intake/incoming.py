"""Files on their way in: held in a folder of our own, and let go when the request breaks off."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse, UnreadablePostError

_PIECE = 1 << 18
# More than fifty of the largest documents, with room to spare.
_MOST_READ_ON = 4 * 1024**3


class Incoming(TemporaryFileUploadHandler):
    """Django's own, but a file that is too large in any case takes no more room than it may."""

    def new_file(self, *args: Any, **named: Any) -> None:
        super().new_file(*args, **named)
        self.request.incoming = self  # type: ignore[union-attr]

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= settings.MAX_VIDEO_BYTES:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        self.request.incoming = None  # type: ignore[union-attr]
        return super().file_complete(file_size)


class TidyUploads:
    """Closes the file that was coming in when a request broke off.

    Django leaves it to the garbage collector, which may come much later.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        finally:
            unfinished = getattr(request, "incoming", None)
            if unfinished:
                unfinished.upload_interrupted()


def read_to_the_end(request: HttpRequest) -> None:
    """Throw away what still comes in: browsers show no answer before they have sent everything."""
    for _count in range(_MOST_READ_ON // _PIECE):
        try:
            if not request.read(_PIECE):
                return
        except UnreadablePostError:
            return
