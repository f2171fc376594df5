"""Where an edition and its elements are read."""

from django.urls import reverse

from accounts.models import Organisation
from criteria.models import Edition


def edition_url(edition: Edition) -> str:
    """The plain address for the current edition, the full one for any other."""
    if edition.is_current:
        return reverse("criteria:standard", args=[edition.standard.slug])
    return reverse("criteria:edition", args=[edition.standard.slug, edition.slug])


def element_url(edition: Edition, code: str) -> str:
    """The address of the element in its edition; empty where there is no code."""
    if not code:
        return ""
    if edition.is_current:
        return reverse("criteria:element", args=[edition.standard.slug, code])
    return reverse("criteria:edition_element", args=[edition.standard.slug, edition.slug, code])


def guidance_url(edition: Edition, organisation: Organisation, code: str = "") -> str:
    """Where the organisation keeps its own guidance; with a code, where that one is written."""
    end = [organisation.slug, code] if code else [organisation.slug]
    name = "own_guidance" if code else "own_guidance_list"
    if edition.is_current:
        return reverse(f"criteria:{name}", args=[edition.standard.slug, *end])
    return reverse(f"criteria:edition_{name}", args=[edition.standard.slug, edition.slug, *end])
