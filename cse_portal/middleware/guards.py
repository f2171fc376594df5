"""What every answer tells the browser to guard, whoever made it.

It goes round everything else, so that static files, redirects of other middleware and errors
have it too. A view that says something stricter or, for the portal's own viewer, something
that its file needs keeps what it said.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest, HttpResponse

PRIVATE = "private, no-store"
SIGNED_OUT = '"cache", "storage"'


class BrowserGuards:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in settings.BROWSER_GUARDS.items():
            response.headers.setdefault(name, value)
        if "public" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = PRIVATE
            response.headers.pop("Expires", None)
        if getattr(request, "signed_out_now", False):
            response.headers["Clear-Site-Data"] = SIGNED_OUT
        return response


def note_the_sign_out(request: HttpRequest | None, **more: object) -> None:
    """Only where somebody chose it: after an idle end the browser keeps what was typed."""
    chosen = request.resolver_match if request else None
    if chosen and chosen.view_name in settings.SIGN_OUT_VIEWS:
        request.signed_out_now = True  # type: ignore[union-attr]


user_logged_out.connect(note_the_sign_out, dispatch_uid="clear-site-data")
