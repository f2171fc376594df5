"""Writes what a register says into a portfolio: all of it or nothing, and never twice.

What is there already stays: only blanks are filled in, and a difference is a warning unless
it was ticked to be taken from the register.
"""

import hashlib
from collections.abc import Callable, Collection, Sequence
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import Organisation, Team, User
from criteria.models import Edition
from evidence.actions import (
    archive_link,
    change_status,
    edit_link,
    link_evidence,
    move_link,
    register_item,
)
from evidence.actions.about import about_portfolio
from evidence.actions.codes import Code
from evidence.actions.facts import fill_in, overwrite_facts
from evidence.enums import LinkStatus
from evidence.models import EvidenceItem, EvidenceLink, ImportWarning, Portfolio, SummaryImport

from .choice import Chosen, check_choice, choose
from .columns import Column
from .files import read_sheets
from .plan import Plan, PlannedItem, PlannedLink, plan_register

LAST = 1_000_000  # a link whose place is not said comes after those that say it


@transaction.atomic
def import_register(
    *, portfolio: Portfolio, edition: Edition, data: bytes, source_name: str, by: User | None
) -> Plan:
    """Read the bytes of a register, with the columns guessed; teams it names are opened.

    Raises ImportRefused with a message that says how to put it right.
    """
    plan, _kept = apply_register(
        portfolio=portfolio,
        edition=edition,
        chosen=choose(read_sheets(data, source_name)),
        source_name=source_name,
        sha256=hashlib.sha256(data).hexdigest(),
        by=by,
        opens_teams=True,
    )
    return plan


@transaction.atomic
def apply_register(
    *,
    portfolio: Portfolio,
    edition: Edition,
    chosen: Sequence[Chosen],
    source_name: str,
    sha256: str,
    by: User | None,
    opens_teams: bool = False,
    take: Collection[str] = (),
    agreed: Callable[[Plan], None] = lambda plan: None,
) -> tuple[Plan, SummaryImport | None]:
    """Create what is not there yet, fill in blanks, and take the differences that are ticked.

    It is kept as an import with its warnings. The same file again, with nothing to write,
    leaves no trace. `agreed` sees the plan, made while nobody else can import, and raises
    where it is not what was asked for. Raises ImportRefused, and ChangedMeanwhile where
    somebody edits what is about to be taken.
    """
    check_choice(chosen)
    Organisation.objects.select_for_update(no_key=True).get(pk=portfolio.service.organisation_id)
    Portfolio.objects.select_for_update(no_key=True).get(pk=portfolio.pk)
    plan = plan_register(
        portfolio=portfolio,
        edition=edition,
        chosen=chosen,
        by=by,
        opens_teams=opens_teams,
        take=take,
    )
    agreed(plan)
    _write(plan, portfolio, by)
    return plan, _keep(portfolio, source_name, sha256, plan, by)


def _write(plan: Plan, portfolio: Portfolio, by: User | None) -> None:
    for planned in plan.items:
        team = planned.fills.get("team")
        if isinstance(team, Team) and team.pk is None:
            team.save()
    items = {each.read.code.key: _item(each, portfolio, by) for each in plan.items}
    for link in sorted(plan.links, key=lambda each: each.read.position or LAST):
        _link(link, items[link.read.code.key], portfolio, by)
    _place([each for each in plan.links if each.takes], portfolio, by)


def _place(planned: Sequence[PlannedLink], portfolio: Portfolio, by: User | None) -> None:
    """Statuses, then places from the first on, so that each finds its place."""
    placed: list[tuple[EvidenceLink, int]] = []
    for each in planned:
        link = cast(EvidenceLink, each.link)
        link.portfolio = portfolio
        if "status" in each.takes:
            _take_status(link, each, by)
        if each.read.position and {"status", "position"} & set(each.takes):
            placed.append((link, each.read.position))
    for link, position in sorted(placed, key=lambda pair: pair[1]):
        link.refresh_from_db(fields=["position"])
        if link.position not in (None, position):
            move_link(link=link, position=position, by=by)


def _take_status(link: EvidenceLink, planned: PlannedLink, by: User | None) -> None:
    status = planned.takes["status"].value
    if status == LinkStatus.ARCHIVED:
        reason = planned.read.words[Column.ARCHIVED_REASON]
        archive_link(link=link, reason=reason, by=by)
    else:
        change_status(link=link, status=status, by=by)


def _item(planned: PlannedItem, portfolio: Portfolio, by: User | None) -> EvidenceItem:
    read, fills = planned.read, dict(planned.fills)
    item = planned.item
    if item is None:
        item = register_item(
            organisation=portfolio.service.organisation,
            service=portfolio.service if read.scope == "service" else None,
            team=fills.pop("team", None),
            code=Code(*read.code.key),
            printed_code=read.code.display,
            title=planned.title,
            by=by,
        )
    seen = {name: getattr(item, name) for name in planned.takes}
    if fills:
        fill_in(item=item, values=fills, by=by)
    if planned.takes:
        values = {name: difference.value for name, difference in planned.takes.items()}
        why = _("The register says so, and the difference was ticked.")
        overwrite_facts(item=item, values=values, seen=seen, by=by, reason=why)
    return item


def _link(planned: PlannedLink, item: EvidenceItem, portfolio: Portfolio, by: User | None) -> None:
    read, link = planned.read, planned.link
    words: dict[str, Any] = {
        "locator": read.words[Column.LOCATOR],
        "rationale": read.words[Column.RATIONALE],
        "clause": planned.clause,
    }
    if link is None:
        archived = read.status == LinkStatus.ARCHIVED
        link = link_evidence(
            portfolio=portfolio,
            element=planned.element,
            item=item,
            status=None if archived else read.status,
            by=by,
            **words,
        )
        if archived:
            archive_link(link=link, reason=read.words[Column.ARCHIVED_REASON], by=by)
        return
    taken = {name: each.value for name, each in planned.takes.items() if name in words}
    if planned.fills or taken:
        link.portfolio = portfolio
        there = {name: getattr(link, name) for name in words}
        edit_link(link=link, by=by, **(there | planned.fills | taken))


def _keep(
    portfolio: Portfolio, source_name: str, sha256: str, plan: Plan, by: User | None
) -> SummaryImport | None:
    if not plan.changes and portfolio.imports.filter(sha256=sha256).exists():
        return None
    kept = SummaryImport.objects.create(
        portfolio=portfolio,
        kind=SummaryImport.Kind.REGISTER,
        source_name=source_name,
        sha256=sha256,
        counts=plan.counts(),
        by=by,
    )
    ImportWarning.objects.bulk_create(
        ImportWarning(summary_import=kept, line=w.line, code=w.code, message=w.message)
        for w in plan.warnings
    )
    record(
        verb="evidence.imported",
        by=by,
        about=about_portfolio(portfolio),
        source_name=source_name,
        sha256=sha256,
        evidence=plan.counts()["created"]["evidence"],
        links=plan.counts()["created"]["links"],
    )
    return kept
