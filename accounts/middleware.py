"""What goes round every view: the net under `serves`, and the address we are reached by."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.client import request_in_hand
from accounts.writers import send_cookie

# Views of libraries, which cannot bear our mark; the sign-in pages serve everybody.
OPEN_MODULES = ("allauth.account.", "allauth.mfa.", "django.views.static")


def states_whom_it_serves(view: Callable[..., Any]) -> bool:
    """True where a view bears `serves` or is one of the libraries' sign-in pages."""
    return hasattr(view, "serves") or view.__module__.startswith(OPEN_MODULES)


class ClosedByDefault:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *args: Any) -> None:
        if not states_whom_it_serves(view):
            raise PermissionDenied


class KnowsItsAddress:
    """Lets letters name whole addresses where `PORTAL_ADDRESS` does not say them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = request_in_hand.set(request)
        try:
            return self.get_response(request)
        finally:
            request_in_hand.reset(before)


class RemembersWriters:
    """Sends the cookie that names who writes in this browser, after each sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        send_cookie(request, response)
        return response
