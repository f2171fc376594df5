"""What becomes of a form that arrives after the sign-in has ended, or with an old token.

For the person who wrote it, it is held and leads to the page from which it can be sent
again; a script is told so in words that it can act on.
"""

from collections.abc import Callable
from inspect import getclosurevars
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from accounts.actions.holding import TooMuch, drop_held, hold_form
from accounts.models import HeldForm, User
from accounts.writers import last_writer, writers_of

PUBLIC = "public"
LONGEST_PATH = 2_000


def methods_of(view: Callable[..., Any] | None) -> frozenset[str]:
    """The methods that the view's `require_…` lets through; none where it has none."""
    while view is not None:
        stated = getclosurevars(view).nonlocals.get("request_method_list")
        if stated is not None:
            return frozenset(stated)
        view = getattr(view, "__wrapped__", None)
    return frozenset()


def methods_at(path: str) -> frozenset[str]:
    """What a signed-in person can do at an address of ours; nothing at any other."""
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or not path.startswith("/") or len(path) > LONGEST_PATH:
        return frozenset()
    try:
        view = resolve(unquote(parts.path)).func
    except Resolver404:
        return frozenset()
    return methods_of(view) if getattr(view, "serves", PUBLIC) != PUBLIC else frozenset()


def asks_from_script(request: HttpRequest) -> bool:
    """A script waits for the answer, and a page would be lost on it."""
    headers = request.headers
    return (
        "HX-Request" in headers
        or headers.get("Sec-Fetch-Dest") == "empty"
        or headers.get("X-Requested-With") == "XMLHttpRequest"
        or headers.get("Accept") == "application/json"
    )


def sign_in_first(request: HttpRequest) -> HttpResponseBase:
    """To the sign-in page. A form is held for whoever wrote it, and they come back to it."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    held = None
    if not asks_from_script(request) or "HX-Request" in request.headers:
        held = hold(request, last_writer(request))
    after = page_of(held) if held else request.get_full_path()
    answer = redirect_to_login(after)
    if asks_from_script(request):
        return _tell_script(request, answer.url)
    if held:
        words = _("You have been signed out. Sign in again, and you find what you wrote.")
        messages.info(request, words)
    return answer


def hold(request: HttpRequest, writer: User | None) -> HeldForm | None:
    """Hold the form for its writer, if it can be sent again; else nothing."""
    path = request.get_full_path()
    if writer is None or "POST" not in methods_at(path):
        return None
    files = [(name, f.name or "") for name, given in request.FILES.lists() for f in given]
    fields = {name: given for name, given in request.POST.lists() if name != "held"}
    if "held" in request.POST:  # sent again, and again too late
        drop_held(uuid=request.POST["held"], person=writer)
    try:
        return hold_form(person=writer, path=path, fields=fields, files=files)
    except TooMuch:
        return None


def let_go_when_sent(request: HttpRequest, user: User, response: HttpResponseBase) -> None:
    """A form that was held and has now reached where it was going is held no longer."""
    if request.method == "POST" and response.status_code < 400 and "held" in request.POST:
        drop_held(uuid=request.POST["held"], person=user)


def is_theirs_alone(request: HttpRequest) -> bool:
    """Nobody else has signed in in this browser, so that an old page can only be theirs."""
    return writers_of(request) == [request.user.pk]


def is_sent_by_us(request: HttpRequest) -> bool:
    """The form stood on a page of ours, by all that the browser says of where it comes from."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin in ours
    referer = urlsplit(request.headers.get("Referer", ""))
    return f"{referer.scheme}://{referer.netloc}" in ours


def page_of(held: HeldForm) -> str:
    """Where its writer finds it again."""
    return reverse("held_form", args=[held.pk])


def _tell_script(request: HttpRequest, sign_in: str) -> HttpResponse:
    words = {
        "error": _("You have been signed out."),
        "remedy": _("Sign in again in another window, then try again."),
        "sign_in": sign_in,
    }
    answer = JsonResponse(words, status=401)
    if "HX-Request" in request.headers:
        answer["HX-Redirect"] = sign_in
    return answer
