"""The pages that say whether the portal is well, and the one for when it is not."""

import sys

from django.core.files.storage import storages
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import PUBLIC, serves
from accounts.history.guards import missing_guards


@serves(PUBLIC)
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process lives."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@serves(PUBLIC)
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the storage answers and the database does with the history guarded, else 503.

    Where the tables are not there yet, as before `migrate`, it is 503 as well.
    """
    try:
        is_ready = not missing_guards()
        storages["evidence"].exists("ready")
    except (DatabaseError, OSError):
        is_ready = False
    said, status = ("ready\n", 200) if is_ready else ("not ready\n", 503)
    return HttpResponse(said, content_type="text/plain; charset=utf-8", status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database does not answer. Asks neither it nor who is reading."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        page = loader.get_template("503.html").render()
        return HttpResponse(page, status=503, headers={"Retry-After": "60"})
    return HttpResponse(loader.get_template("500.html").render(), status=500)
