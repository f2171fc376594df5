"""What a reading would change in a portfolio, before anything is written."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from criteria.models import Element
from evidence.enums import LinkStatus
from evidence.models import EvidenceItem, EvidenceLink, Portfolio

from .report import ParsedWarning
from .result import ParsedItem, ParsedLink, ParsedSummary


@dataclass(frozen=True)
class Difference:
    """What the document says otherwise than the portfolio: a title, a status or an order."""

    kind: str  # "title", "status" or "order"
    parsed: ParsedItem | ParsedLink
    ours: str
    theirs: str
    item: EvidenceItem
    link: EvidenceLink | None = None
    may_take: bool = True

    @property
    def element(self) -> str:
        return self.parsed.element if isinstance(self.parsed, ParsedLink) else ""

    @property
    def key(self) -> str:
        """What a tick is known by."""
        return " ".join((self.kind, self.element, self.parsed.code))

    def warning(self) -> ParsedWarning:
        """What is told where the portfolio's own is kept."""
        messages = {
            "title": _("%(code)s is “%(theirs)s” here; the title “%(ours)s” is kept."),
            "status": _("%(code)s in %(element)s is %(theirs)s here; “%(ours)s” is kept."),
            "order": _(
                "%(code)s stands at place %(theirs)s of %(element)s here; place %(ours)s is kept."
            ),
        }
        words = {"code": self.parsed.code, "element": self.element}
        words |= {"ours": self.ours, "theirs": self.theirs}
        message = messages[self.kind] % words
        return ParsedWarning(self.parsed.line, f"{self.kind}-kept", message)


@dataclass
class Plan:
    """What is new, what is there already, and which differences were ticked to be taken."""

    elements: dict[str, Element]
    warnings: list[ParsedWarning]
    items: dict[str, EvidenceItem] = field(default_factory=dict)
    new_items: list[ParsedItem] = field(default_factory=list)
    new_links: list[ParsedLink] = field(default_factory=list)
    known_links: set[tuple[str, str]] = field(default_factory=set)
    taken: list[Difference] = field(default_factory=list)
    kept: list[Difference] = field(default_factory=list)

    def counts(self) -> dict[str, dict[str, int]]:
        """`created`, `updated` and `unchanged`, each with `evidence` and `links`."""
        titles = sum(each.kind == "title" for each in self.taken)
        places = len(self.taken) - titles
        return {
            "created": {"evidence": len(self.new_items), "links": len(self.new_links)},
            "updated": {"evidence": titles, "links": places},
            "unchanged": {
                "evidence": len(self.items) - titles,
                "links": len(self.known_links) - places,
            },
        }

    @property
    def changes(self) -> bool:
        """Whether anything would be written."""
        return bool(self.new_items or self.new_links or self.taken)

    @property
    def differences(self) -> list[Difference]:
        """Ticked or not, by the line of the document."""
        return sorted([*self.taken, *self.kept], key=lambda each: (each.parsed.line, each.key))

    def mark(self) -> str:
        """The same for two plans that say and do the same."""
        said: list[Any] = [
            [(each.code, each.title) for each in self.new_items],
            [(each.element, each.code, each.status) for each in self.new_links],
        ]
        for differences in (self.taken, self.kept):
            said.append([(each.key, each.ours, each.theirs) for each in differences])
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def plan_import(
    portfolio: Portfolio,
    elements: Sequence[Element],
    parsed: ParsedSummary,
    *,
    by: User | None = None,
    take: Collection[str] = (),
) -> Plan:
    """Compare a reading with the portfolio; two statements.

    `take` are the keys of the differences to be taken from the document. The title of an
    item that the person may not change is kept whatever was ticked.
    """
    plan = Plan({element.code: element for element in elements}, list(parsed.warnings))
    _compare_items(plan, portfolio, parsed.evidence, by, take)
    _compare_links(plan, portfolio, parsed.links, take)
    return plan


def _compare_items(
    plan: Plan,
    portfolio: Portfolio,
    evidence: tuple[ParsedItem, ...],
    by: User | None,
    take: Collection[str],
) -> None:
    known = {
        (item.prefix, item.number): item
        for item in EvidenceItem.objects.filter(
            organisation=portfolio.service.organisation_id,
            prefix__in={parsed.prefix for parsed in evidence},
        ).select_related("service", "organisation")
    }
    for parsed in evidence:
        item = known.get((parsed.prefix, parsed.number))
        if item is None:
            plan.new_items.append(parsed)
            continue
        plan.items[parsed.code] = item
        if item.title != parsed.title:
            may_take = by is not None and by.has_perm("evidence.change_item", item)
            _sort(plan, take, Difference(
                "title", parsed, item.title, parsed.title, item, may_take=may_take
            ))  # fmt: skip


def _compare_links(
    plan: Plan, portfolio: Portfolio, links: tuple[ParsedLink, ...], take: Collection[str]
) -> None:
    known = {
        (link.element_id, link.item_id): link
        for link in EvidenceLink.objects.filter(
            portfolio=portfolio, element__in=plan.elements.values()
        )
    }
    for parsed in links:
        element, item = plan.elements[parsed.element], plan.items.get(parsed.code)
        link = known.get((element.pk, item.pk)) if item else None
        if item is not None and link is None and item.is_withdrawn:
            plan.warnings.append(_withdrawn(parsed))
            continue
        if item is None or link is None:
            plan.new_links.append(parsed)
            continue
        link.portfolio, link.element, link.item = portfolio, element, item
        plan.known_links.add((parsed.element, parsed.code))
        if link.status != parsed.status:
            theirs = str(LinkStatus(parsed.status).label)
            ours = link.get_status_display()
            may_take = not item.is_withdrawn
            _sort(plan, take, Difference(
                "status", parsed, ours, theirs, item, link, may_take=may_take
            ))  # fmt: skip
        elif link.position != parsed.position:
            places = str(link.position), str(parsed.position)
            _sort(plan, take, Difference("order", parsed, *places, item, link))


def _sort(plan: Plan, take: Collection[str], difference: Difference) -> None:
    taken = difference.may_take and difference.key in take
    (plan.taken if taken else plan.kept).append(difference)


def _withdrawn(parsed: ParsedLink) -> ParsedWarning:
    message = _("%(code)s is withdrawn here; it is not linked to %(element)s.")
    words = {"code": parsed.code, "element": parsed.element}
    return ParsedWarning(parsed.line, "withdrawn", message % words)
