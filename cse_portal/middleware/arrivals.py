"""Somebody who follows a link from a letter or another site, and is signed in here.

Their browser keeps strict cookies back from such a request. They get a page that loads itself
again: then it is our page that asks, and the cookies come with it.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class FromElsewhere:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if lacks_its_cookies(request):
            return render(request, "arrival.html")
        return self.get_response(request)


def lacks_its_cookies(request: HttpRequest) -> bool:
    """Whether another site's link opened this in a window, and no sign-in came with it.

    The page asks again as one of ours, which is not from elsewhere: it is never shown twice.
    """
    return (
        request.method == "GET"
        and request.headers.get("Sec-Fetch-Site") == "cross-site"
        and request.headers.get("Sec-Fetch-Mode") == "navigate"
        and request.headers.get("Sec-Fetch-Dest") == "document"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
    )
