"""What the pages of an organisation's records have alike: the way back, and a form."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from evidence.models import Disclosure

from .common import SignedIn

LISTS = {"evidence:disclosures": _("Disclosures"), "evidence:holds": _("Holds")}


def page_of_records(
    request: SignedIn,
    template: str,
    organisation: Organisation,
    *,
    within: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """A page beneath one of the lists of the records, `within`, and beneath a request."""
    back = [(reverse(within, args=[organisation.slug]), LISTS[within])] if within else []
    disclosure = more.get("disclosure")
    if disclosure is not None and template != "disclosure":
        back.append((disclosure_url(disclosure), disclosure.reference))
    context = {"organisation": organisation, "back": back, "nav": "organisation"}
    return render(request, f"records/{template}.html", context | more, status=status)


def form_page(
    request: SignedIn,
    organisation: Organisation,
    form: forms.Form,
    *,
    within: str,
    title: str,
    lead: str = "",
    caption: str = "",
    **more: Any,
) -> HttpResponse:
    """A page with one form; `facts` are told before it, `aside` is a template beside it."""
    words: dict[str, Any] = {
        "form": form,
        "title": title,
        "lead": lead,
        "caption": caption or organisation.name,
    }
    return page_of_records(request, "form", organisation, within=within, **words, **more)


def disclosure_url(disclosure: Disclosure) -> str:
    return reverse("evidence:disclosure", args=[disclosure.organisation.slug, disclosure.pk])
