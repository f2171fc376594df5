"""Template tags that every page of the portal may use."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms.boundfield import BoundWidget
from django.template import Context
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from accounts.areas import Group, areas_for
from accounts.models import Organisation

register = template.Library()


@register.simple_tag(takes_context=True)
def areas_of(context: Context, organisation: Organisation) -> list[Group]:
    """What the reader may look after in the organisation, by group."""
    return areas_for(context["user"], organisation)


KINDS = {
    "text/uri-list": _("Web address"),
    "application/pdf": "PDF",
    "application/msword": "Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.ms-excel": "Excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.ms-powerpoint": "PowerPoint",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
    "message/rfc822": "Email",
    "text/csv": "CSV",
    "text/plain": "Text",
}


@dataclass(frozen=True)
class RatingChoice:
    """One radio button of a rating: what its tile shows."""

    code: str
    letter: str
    name: str
    meaning: str
    is_quiet: bool = False  # says nothing of the work: not rated, or not applicable


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def british_date(value: date | datetime | None) -> str:
    """`21 November 2026`; nothing for nothing."""
    return dateformat.format(_local(value), "j F Y") if value else ""


@register.filter
def british_time(value: datetime | None) -> str:
    """`21 November 2026, 14:02`; nothing for nothing."""
    return dateformat.format(_local(value), "j F Y, H:i") if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """`14:02` of today, else `14:02 on 21 November`, with the year where it is not this one."""
    if not value:
        return ""
    local, today = timezone.localtime(value), timezone.localdate()
    time = dateformat.format(local, "H:i")
    if local.date() == today:
        return time
    day = dateformat.format(local, "j F" if local.year == today.year else "j F Y")
    return _("%(time)s on %(day)s") % {"time": time, "day": day}


@register.filter
def at(values: Mapping[Any, Any] | None, key: Any) -> Any:
    """What a mapping holds under a key; None where it holds nothing or there is none."""
    return values.get(key) if values else None


@register.filter
def slots(used: int | None, allowed: int | None) -> list[str]:
    """One entry a slot of a meter: `used`, empty, or `over` for each beyond what is allowed."""
    used, allowed = used or 0, allowed or 0
    within = ["used"] * min(used, allowed) + [""] * max(allowed - used, 0)
    return within + ["over"] * max(used - allowed, 0)


@register.filter
def file_kind(media_type: str) -> str:
    """What people call a kind of file: `application/pdf` is PDF."""
    if media_type in KINDS:
        return KINDS[media_type]
    family = (media_type or "").partition("/")[0]
    families = {"image": _("Picture"), "audio": _("Sound"), "video": _("Video")}
    return families.get(family, _("File"))


@register.filter
def rating_of(option: BoundWidget) -> RatingChoice:
    """The rating behind one radio button of a field that chooses among ratings."""
    value: Any = option.data["value"]
    rating = getattr(value, "instance", None)
    name = str(option.data["label"])
    if rating is not None:
        is_quiet = rating.counts_as == "excluded"
        return RatingChoice(rating.code, rating.letter, rating.name, rating.meaning, is_quiet)
    if not value:
        return RatingChoice("none", "", _("Not rated yet"), "", is_quiet=True)
    return RatingChoice(str(value), name[:1], name, "")


@register.filter
def pages(page: Page) -> Iterable[int | str]:
    """The numbers to offer below a list: first, last and those around this page."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
