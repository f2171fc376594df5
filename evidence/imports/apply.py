"""Writes what a summary says into a portfolio: all of it or nothing, and never twice.

What is there already stays: its title, status and place. A difference is a warning, unless
it was ticked to be taken from the document.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import cast

from django.db import transaction

from accounts.history import record
from accounts.models import NumberBlock, Organisation, Team, User
from criteria.models import Edition, Element
from evidence.actions import (
    change_status,
    link_evidence,
    move_link,
    register_item,
    retitle_item,
)
from evidence.actions.about import about_portfolio
from evidence.actions.codes import Code
from evidence.enums import LinkStatus
from evidence.models import EvidenceItem, EvidenceLink, ImportWarning, Portfolio, SummaryImport

from .lines import read_lines
from .plan import Difference, Plan, plan_import
from .reading import elements_of, read_for
from .report import ParsedWarning
from .result import ParsedLink, ParsedSummary


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
    elements = elements_of(edition)
    parsed = read_for(portfolio, elements, read_lines(data, source_name))
    outcome = apply_summary(portfolio=portfolio, elements=elements, parsed=parsed, by=by)
    sha256 = hashlib.sha256(data).hexdigest()
    keep_import(portfolio=portfolio, source_name=source_name, sha256=sha256, outcome=outcome, by=by)
    return outcome


def apply_summary(
    *,
    portfolio: Portfolio,
    elements: Sequence[Element],
    parsed: ParsedSummary,
    by: User | None,
    take: Collection[str] = (),
    agreed: Callable[[Plan], None] = lambda plan: None,
) -> Outcome:
    """Create the items and links that are not there yet, and take the ticked differences.

    Must be called in a transaction. `parsed` is the reading, corrected where it was put
    right; `take` holds the keys of differences. `agreed` sees the plan, made while nobody
    else can write, and raises where it is not what was asked for.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=portfolio.service.organisation_id)
    Portfolio.objects.select_for_update(no_key=True).get(pk=portfolio.pk)
    plan = plan_import(portfolio, elements, parsed, by=by, take=take)
    agreed(plan)
    items = plan.items | _create_items(portfolio, plan, by)
    for link in plan.new_links:
        link_evidence(
            portfolio=portfolio,
            element=plan.elements[link.element],
            item=items[link.code],
            status=LinkStatus(link.status),
            by=by,
        )
    _take(plan.taken, by)
    counts = {name: Counter(each) for name, each in plan.counts().items()}
    warnings = sorted([*plan.warnings, *(each.warning() for each in plan.kept)])
    return Outcome(**counts, warnings=warnings)


def _create_items(portfolio: Portfolio, plan: Plan, by: User | None) -> dict[str, EvidenceItem]:
    team_of = _teams_by_number(portfolio)
    return {
        parsed.code: register_item(
            organisation=portfolio.service.organisation,
            service=portfolio.service if parsed.scope == "service" else None,
            team=team_of(parsed.number) if parsed.scope == "service" else None,
            code=Code(parsed.prefix, parsed.number),
            printed_code=parsed.code,
            title=parsed.title,
            by=by,
        )
        for parsed in plan.new_items
    }


def _teams_by_number(portfolio: Portfolio) -> Callable[[int], Team | None]:
    """Whose block a number of the service lies in."""
    blocks = list(
        NumberBlock.objects.filter(team__service=portfolio.service).select_related("team")
    )

    def team_of(number: int) -> Team | None:
        return next((b.team for b in blocks if b.first <= number <= b.last), None)

    return team_of


def _take(differences: list[Difference], by: User | None) -> None:
    """Titles, then statuses, then places from the first on, so that each finds its place."""
    placed: list[tuple[EvidenceLink, ParsedLink]] = []
    for difference in differences:
        if difference.kind == "title":
            retitle_item(item=difference.item, title=difference.theirs, by=by)
            continue
        link, parsed = cast(EvidenceLink, difference.link), cast(ParsedLink, difference.parsed)
        placed.append((link, parsed))
        if difference.kind == "status":
            change_status(link=link, status=LinkStatus(parsed.status), by=by)
    for link, parsed in sorted(placed, key=lambda each: each[1].position):
        link.refresh_from_db(fields=["position"])
        if link.position != parsed.position:
            move_link(link=link, position=parsed.position, by=by)


def keep_import(
    *,
    portfolio: Portfolio,
    source_name: str,
    sha256: str,
    outcome: Outcome,
    by: User | None,
) -> SummaryImport | None:
    """Keep what an import did; None where it did nothing and the same file is kept already."""
    written = sum(outcome.created.values()) + sum(outcome.updated.values())
    if not written and portfolio.imports.filter(sha256=sha256).exists():
        return None
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
        updated=dict(outcome.updated),
    )
    return kept
