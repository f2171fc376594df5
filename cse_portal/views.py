"""The first page, and the two that say whether the portal is well."""

from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from accounts.access import PUBLIC, serves


@serves(PUBLIC)
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process lives."""
    return HttpResponse("ok\n", content_type="text/plain")


@serves(PUBLIC)
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database and storage answer, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        storages["evidence"].exists("ready")
    except (DatabaseError, OSError):
        return HttpResponse("not ready\n", content_type="text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")
