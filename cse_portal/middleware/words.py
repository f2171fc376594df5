"""Refusals that a view's own guard makes without a word get a page that says what to do."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

PAGES = {405: "405.html"}


class SaysWhatIsWrong:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        page = PAGES.get(response.status_code)
        if page is None or response.streaming or response.content:
            return response
        if not request.accepts("text/html") or "HX-Request" in request.headers:
            return response
        said = render(request, page, status=response.status_code)
        said.headers["Allow"] = response.headers.get("Allow", "")
        return said
