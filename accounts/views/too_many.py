"""The answer to too many attempts."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.sign_in.limits import too_many as page


def too_many(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """For the limits that allauth itself asks."""
    return page(request)
