"""Writes what a summary says into a portfolio: all of it or nothing, and never twice.

What is there already stays: its title, status and place. A difference is a warning.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import NumberBlock, Team, User
from criteria.models import Edition, Element
from criteria.queries import outline_of
from evidence.actions import link_evidence, register_item
from evidence.actions.about import about_portfolio
from evidence.actions.codes import Code
from evidence.enums import LinkStatus
from evidence.models import (
    EvidenceItem,
    EvidenceLink,
    ImportWarning,
    Portfolio,
    SummaryImport,
)

from .lines import read_lines
from .outline import StandardOutline
from .report import ParsedWarning
from .result import ParsedItem, ParsedLink, ParsedSummary
from .summary import parse_summary


@dataclass
class Outcome:
    """How many items and links an import created, updated and left, and what it warned of."""

    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    warnings: list[ParsedWarning] = field(default_factory=list)

    def counts(self) -> dict[str, dict[str, int]]:
        """`created`, `updated` and `unchanged`, each with `evidence` and `links`."""
        return {
            name: {kind: getattr(self, name)[kind] for kind in ("evidence", "links")}
            for name in ("created", "updated", "unchanged")
        }


@transaction.atomic
def import_summary(
    *,
    portfolio: Portfolio,
    edition: Edition,
    data: bytes,
    source_name: str,
    by: User | None,
) -> Outcome:
    """Read the bytes of a summary into the portfolio.

    The import is kept with its warnings. The same file again, with nothing to create,
    leaves no trace. Raises ImportRefused with a message that says how to put it right.
    """
    parsed = parse_summary(
        read_lines(data, source_name),
        StandardOutline(**outline_of(edition)),
        service_prefix=portfolio.service.prefix,
        corporate_prefix=portfolio.service.organisation.corporate_prefix,
    )
    outcome = apply_summary(portfolio=portfolio, edition=edition, parsed=parsed, by=by)
    _keep(portfolio, source_name, hashlib.sha256(data).hexdigest(), outcome, by)
    return outcome


def apply_summary(
    *, portfolio: Portfolio, edition: Edition, parsed: ParsedSummary, by: User | None
) -> Outcome:
    """Create the items and links that are not there yet; must be called in a transaction."""
    Portfolio.objects.select_for_update().get(pk=portfolio.pk)
    outcome = Outcome(warnings=list(parsed.warnings))
    items = _apply_items(portfolio, parsed.evidence, outcome, by)
    _apply_links(portfolio, edition, parsed.links, items, outcome, by)
    outcome.warnings.sort()
    return outcome


def _apply_items(
    portfolio: Portfolio, evidence: tuple[ParsedItem, ...], outcome: Outcome, by: User | None
) -> dict[str, EvidenceItem]:
    organisation = portfolio.service.organisation
    known = {
        (item.prefix, item.number): item
        for item in EvidenceItem.objects.filter(
            organisation=organisation, prefix__in={parsed.prefix for parsed in evidence}
        ).select_related("service", "organisation")
    }
    teams = _teams_by_number(portfolio)
    items = {}
    for parsed in evidence:
        item = known.get((parsed.prefix, parsed.number))
        if item is None:
            item = register_item(
                organisation=organisation,
                service=portfolio.service if parsed.scope == "service" else None,
                team=teams(parsed.number) if parsed.scope == "service" else None,
                code=Code(parsed.prefix, parsed.number),
                printed_code=parsed.code,
                title=parsed.title,
                by=by,
            )
            outcome.created["evidence"] += 1
        else:
            outcome.unchanged["evidence"] += 1
            _warn_of_title(item, parsed, outcome)
        items[parsed.code] = item
    return items


def _teams_by_number(portfolio: Portfolio) -> Callable[[int], Team | None]:
    """Whose block a number of the service lies in."""
    blocks = list(
        NumberBlock.objects.filter(team__service=portfolio.service).select_related("team")
    )

    def team_of(number: int) -> Team | None:
        return next((b.team for b in blocks if b.first <= number <= b.last), None)

    return team_of


def _warn_of_title(item: EvidenceItem, parsed: ParsedItem, outcome: Outcome) -> None:
    if item.title != parsed.title:
        message = _("%(code)s is “%(theirs)s” here; the title “%(ours)s” is kept.")
        words = {"code": item.code, "theirs": parsed.title, "ours": item.title}
        outcome.warnings.append(ParsedWarning(parsed.line, "title-kept", message % words))


def _apply_links(
    portfolio: Portfolio,
    edition: Edition,
    parsed_links: tuple[ParsedLink, ...],
    items: dict[str, EvidenceItem],
    outcome: Outcome,
    by: User | None,
) -> None:
    elements = {e.code: e for e in Element.objects.of_edition(edition).select_related("edition")}
    known = {
        (link.element_id, link.item_id): link
        for link in EvidenceLink.objects.filter(
            portfolio=portfolio, element__edition=edition
        ).select_related("item")
    }
    for parsed in parsed_links:
        element, item = elements[parsed.element], items[parsed.code]
        link = known.get((element.pk, item.pk))
        if link is None:
            link_evidence(
                portfolio=portfolio,
                element=element,
                item=item,
                status=LinkStatus(parsed.status),
                by=by,
            )
            outcome.created["links"] += 1
        else:
            outcome.unchanged["links"] += 1
            _warn_of_place(link, parsed, outcome)


def _warn_of_place(link: EvidenceLink, parsed: ParsedLink, outcome: Outcome) -> None:
    words = {"code": parsed.code, "element": parsed.element}
    if link.status != parsed.status:
        words |= {"theirs": str(LinkStatus(parsed.status).label), "ours": link.get_status_display()}
        message = _("%(code)s in %(element)s is %(theirs)s here; “%(ours)s” is kept.") % words
        outcome.warnings.append(ParsedWarning(parsed.line, "status-kept", message))
    elif link.position != parsed.position:
        words |= {"theirs": str(parsed.position), "ours": str(link.position)}
        message = (
            _("%(code)s stands at place %(theirs)s of %(element)s here; place %(ours)s is kept.")
            % words
        )
        outcome.warnings.append(ParsedWarning(parsed.line, "order-kept", message))


def _keep(
    portfolio: Portfolio, source_name: str, sha256: str, outcome: Outcome, by: User | None
) -> None:
    created = sum(outcome.created.values())
    if not created and portfolio.imports.filter(sha256=sha256).exists():
        return
    kept = SummaryImport.objects.create(
        portfolio=portfolio,
        source_name=source_name,
        sha256=sha256,
        counts=outcome.counts(),
        by=by,
    )
    ImportWarning.objects.bulk_create(
        ImportWarning(summary_import=kept, line=w.line, code=w.code, message=w.message)
        for w in outcome.warnings
    )
    record(
        verb="evidence.imported",
        by=by,
        about=about_portfolio(portfolio),
        source_name=source_name,
        sha256=sha256,
        evidence=outcome.created["evidence"],
        links=outcome.created["links"],
    )
