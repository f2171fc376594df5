"""The orders of the evidence list."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from evidence.queries.library import by_age

BEST, BEST_NAME = "best", _("Best match")
USUAL = "code"
BY_CODE = ("prefix", "number")
SORT_NAMES = (
    ("code", _("Code")),
    ("-code", _("Code, last first")),
    ("title", _("Title")),
    ("-title", _("Title, last first")),
    ("age", _("Age, stale first")),
    ("-age", _("Age, fresh first")),
    ("owner", _("Owner")),
    ("-owner", _("Owner, last first")),
    ("newest", _("Newest first")),
    ("-newest", _("Oldest first")),
)


def order_of(sort: str) -> tuple:
    """What to order items by; the code decides between equals."""
    if sort in ("code", "-code"):
        return BY_CODE if sort == "code" else ("-prefix", "-number")
    return (*_first(sort), *BY_CODE)


def _first(sort: str) -> tuple:
    backwards = sort.startswith("-")
    match sort.lstrip("-"):
        case "title":
            return (F("title").desc() if backwards else F("title").asc(),)
        case "age":
            return by_age(stale_first=not backwards)
        case "owner":
            owner = F("owner__name")
            return (owner.desc(nulls_last=True) if backwards else owner.asc(nulls_last=True),)
        case "newest":
            return ("created_at" if backwards else "-created_at",)
    return ()


def other_way(sort: str) -> str:
    return sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"
