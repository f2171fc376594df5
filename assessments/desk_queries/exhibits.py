"""The evidence that was submitted for an element, as its reader finds it."""

import re
from dataclasses import dataclass

from evidence.enums import Listing
from evidence.models import SnapshotLink

from .entries import Entry

PAGE = re.compile(r"\b(?:pages?|pp?\.?|slides?)\s*(\d{1,5})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Exhibit:
    """A cited item at the desk, and whether the reader has opened it."""

    link: SnapshotLink
    is_read: bool

    @property
    def page(self) -> int | None:
        """The first page that "where to look" names."""
        found = PAGE.search(self.link.locator)
        return int(found[1]) if found else None


def exhibits_of(entry: Entry) -> dict[str, list[Exhibit]]:
    """What was submitted for the element, by printed list; one statement."""
    links = (
        SnapshotLink.objects.filter(
            snapshot_id=entry.row.assessment.snapshot_id, element=entry.element
        )
        .select_related("version__accompanies", "item", "clause")
        .order_by("position", "pk")
    )
    exhibits = [Exhibit(link, _is_read(link, entry)) for link in links]
    return {
        listing.value: [each for each in exhibits if each.link.listing == listing]
        for listing in Listing
    }


def _is_read(link: SnapshotLink, entry: Entry) -> bool:
    """What joined on request is unread until it is opened, also where the item was read before."""
    last = entry.opened.get(link.item_id)
    return last is not None and (link.added_at is None or last >= link.added_at)
