"""Template tags for evidence."""

import re
from datetime import date
from typing import Any

from django import template
from django.utils.dateformat import format as format_date
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.templatetags.portal import british_date
from evidence.enums import Freshness, LinkStatus, ReadingProblem, ReadingState
from evidence.models import EvidenceItem

register = template.Library()


@register.filter
def marking(text: str, words: str) -> SafeString:
    """The text with each of the words marked where it occurs, whatever its case."""
    found = "|".join(re.escape(word) for word in sorted(words.split(), key=len, reverse=True))
    if not found:
        return escape(text)
    parts = re.split(f"({found})", text, flags=re.IGNORECASE)
    marked = (
        f"<mark>{escape(part)}</mark>" if at % 2 else escape(part) for at, part in enumerate(parts)
    )
    return mark_safe("".join(marked))  # noqa: S308  every part is escaped above  # nosec B308 B703  # all else is escaped


@register.filter
def status_of(item) -> str:
    """The status of an item of the library over all its links: what asks for a look first."""
    statuses = {link.status for link in item.portfolio_links}
    return next((status for status in LinkStatus.values if status in statuses), "")


@register.filter
def age_of(item: EvidenceItem) -> str:
    """The date that says how fresh an item is, short enough for a column."""
    freshness = item.freshness_on()
    if freshness == Freshness.UNDATED:
        return ""
    if item.checked_on and freshness == Freshness.FRESH:
        return _("checked %(month)s") % {"month": _month(item.checked_on)}
    if item.review_by and (freshness == Freshness.DUE or not item.covers_to):
        return _("review by %(day)s") % {"day": british_date(item.review_by)}
    if item.covers_to:
        return _("to %(month)s") % {"month": _month(item.covers_to)}
    return _month(item.produced_on or item.covers_from)


def _month(day: date | None) -> str:
    return format_date(day, "F Y") if day else ""


@register.filter
def codes_of(links) -> list[str]:
    """The codes of the elements that links in use are for, each once."""
    return list(dict.fromkeys(link.element.code for link in links if link.position))


@register.filter
def of_item(found: dict[int, Any] | None, item: EvidenceItem) -> Any:
    """What was found for an item, by its id; nothing where nothing was."""
    return found.get(item.pk) if found else None


@register.filter
def why_not_searched(item: EvidenceItem) -> str:
    """Why words inside the file of an item of the library are not found; often empty."""
    if item.file_problem:  # type: ignore[attr-defined]
        return str(ReadingProblem(item.file_problem).label)  # type: ignore[attr-defined]
    if item.file_reading in (None, ReadingState.WAITING):  # type: ignore[attr-defined]
        return _("What its file says has not been read yet.")
    return ""


@register.filter
def in_words(kind: str) -> str:
    """The code of a warning as words: `same-title` is Same title."""
    return kind.replace("-", " ").capitalize()
