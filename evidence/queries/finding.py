"""Finding items to link to an element."""

from dataclasses import dataclass

from criteria.models import Element
from evidence.models import EvidenceItem, EvidenceLink, Portfolio

MOST_FOUND = 20


@dataclass(frozen=True)
class Found:
    """An item that matches; `used_for` are codes of elements, `linked_here` whether this one."""

    item: EvidenceItem
    used_for: list[str]
    linked_here: bool


def find_items(portfolio: Portfolio, element: Element, words: str) -> tuple[list[Found], bool]:
    """Items in use, of the service and corporate, whose code or title match, and whether more do.

    At most MOST_FOUND of them; two statements, none for no words.
    """
    if not words.strip():
        return [], False
    items = list(
        EvidenceItem.objects.of_service(portfolio.service)
        .in_use()
        .matching(words)[: MOST_FOUND + 1]
    )
    shown = items[:MOST_FOUND]
    used: dict[int, list[Element]] = {}
    for link in (
        EvidenceLink.objects.in_use()
        .filter(portfolio=portfolio, item__in=shown)
        .select_related("element")
        .order_by("element")
    ):
        used.setdefault(link.item_id, []).append(link.element)
    return [_found(item, used.get(item.pk, []), element) for item in shown], len(items) > len(shown)


def _found(item: EvidenceItem, elements: list[Element], here: Element) -> Found:
    codes = list(dict.fromkeys(element.code for element in elements))
    return Found(item, codes, any(element.pk == here.pk for element in elements))
