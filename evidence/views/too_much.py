"""The answer to a request that is more than the portal reads: what was too much, and what to do."""

from django.conf import settings
from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from evidence.intake.incoming import read_to_the_end
from evidence.intake.limits import in_words

from .adding import MOST_FILES


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 for what is too much, in words. Django would close the connection while the
    browser still sends. Whoever asks under a name that is not ours gets no page of ours."""
    if isinstance(exception, DisallowedHost):
        words = _("We could not read what was sent")
        return HttpResponse(f"{words}\n", content_type="text/plain; charset=utf-8", status=400)
    said = _words(exception)
    if said is None:
        return render(request, "400.html", status=400)
    read_to_the_end(request)
    reason, remedy = said
    if not request.accepts("text/html"):
        return JsonResponse({"error": reason, "remedy": remedy}, status=413)
    return render(request, "413.html", {"reason": reason, "remedy": remedy}, status=413)


def _words(exception: Exception) -> tuple[str, str] | None:
    if isinstance(exception, TooManyFilesSent):
        return (
            _("More than %(most)s files came at once") % {"most": MOST_FILES},
            _("None was added. Go back and send them in several parts of at most %(most)s files.")
            % {"most": MOST_FILES},
        )
    if isinstance(exception, TooManyFieldsSent):
        return (
            _("More answers came at once than can be read"),
            _("Nothing was changed. Go back and send fewer at a time."),
        )
    if isinstance(exception, RequestDataTooBig):
        return (
            _("More text came at once than can be read"),
            _("Nothing was changed. Go back and shorten it to less than %(most)s.")
            % {"most": in_words(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)},
        )
    return None
