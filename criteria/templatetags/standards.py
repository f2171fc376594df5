"""What the pages of standards say of an edition and its ratings."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import Organisation
from criteria import addresses, wording
from criteria.models import Edition, Element, Rating
from criteria.queries import rating_names

register = template.Library()


@register.simple_tag
def edition_url(edition: Edition) -> str:
    return addresses.edition_url(edition)


@register.simple_tag
def element_url(element: Element) -> str:
    return addresses.element_url(element.edition, element.code)


@register.filter
def counting_as(ratings: Iterable[Rating], counts_as: str) -> str:
    """The names of the ratings that count so, joined for a sentence."""
    return _(" or ").join(rating_names(ratings, counts_as))


@register.simple_tag
def guidance_url(element: Element, organisation: Organisation) -> str:
    """Where the organisation's own guidance for the element is written."""
    return addresses.guidance_url(element.edition, organisation, element.code)


@register.filter
def as_guidance(text: str) -> SafeString:
    """Guidance as paragraphs and simple lists; whatever else was typed is only text."""
    return wording.as_markup(text)
