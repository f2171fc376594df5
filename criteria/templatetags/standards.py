"""What the pages of standards say of an edition and its ratings."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from criteria import addresses
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
