"""A document that there is not: said in a page, with the way on."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpResponse
from django.shortcuts import render

from evidence.views.common import SignedIn

from ..subject import CannotBeMade, Subject
from .shelf import Shelf

Step = Callable[Concatenate[SignedIn, Shelf, Subject, str, ...], HttpResponse]


def says_why(step: Step) -> Step:
    """Where the document cannot be made, a page says why instead."""

    @wraps(step)
    def inner(
        request: SignedIn, shelf: Shelf, subject: Subject, report: str, *more: str
    ) -> HttpResponse:
        try:
            return step(request, shelf, subject, report, *more)
        except CannotBeMade as refusal:
            context = shelf.context | {
                "shelf": shelf,
                "assessment": subject.assessment,
                "kind": shelf.kind(report),
                "why": str(refusal),
            }
            return render(request, "documents/cannot_be_made.html", context, status=409)

    return inner
