"""The addresses of the desk, which keep the filter of the list at the side."""

from urllib.parse import urlencode

from django.urls import reverse

from assessments.desk_queries import Show
from assessments.models import Assessment
from evidence.views.common import SignedIn


def what_to_show(request: SignedIn) -> Show:
    """The filter of the list at the side, which all links keep."""
    asked = request.GET.get("show", "")
    return Show(asked) if asked in Show.values else Show.REVIEW


def address_of(assessment: Assessment, code: str, show: Show = Show.REVIEW, **more: object) -> str:
    """The address of an element at the desk under a filter."""
    url = reverse("assessments:desk_element", args=[assessment.pk, code])
    return url + query_of(show, **more)


def query_of(show: Show, **more: object) -> str:
    """What an address says beyond its path."""
    words = {"show": show.value} if show != Show.REVIEW else {}
    words |= {name: str(value) for name, value in more.items() if value}
    return f"?{urlencode(words)}" if words else ""
