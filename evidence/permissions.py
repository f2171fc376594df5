"""Who may do what with evidence: each permission stated once."""

from typing import Any

import rules

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.permissions import holds, oversees, works_in
from accounts.queries import memberships_of
from evidence.enums import AskedAs
from evidence.models import (
    Destruction,
    EvidenceItem,
    EvidenceLink,
    EvidenceVersion,
    Intake,
    PendingImport,
    Portfolio,
    SummaryImport,
)


@rules.predicate
def reads_portfolio(user: User, portfolio: Portfolio) -> bool:
    """Officers and managers of the service; administrators and governance of its council."""
    service = portfolio.service
    return works_in(user, service) or oversees(user, service.organisation)


@rules.predicate
def prepares_portfolio(user: User, portfolio: Portfolio) -> bool:
    """Officers and managers of the service."""
    return works_in(user, portfolio.service)


@rules.predicate
def manages_portfolio(user: User, portfolio: Portfolio) -> bool:
    """Managers of the service."""
    return holds(user, Role.MANAGER, portfolio.service)


@rules.predicate
def reads_item(user: User, item: EvidenceItem) -> bool:
    """Service evidence as its portfolio; corporate evidence for everybody in the council."""
    if item.service is None:
        return any(m.organisation_id == item.organisation_id for m in memberships_of(user))
    return works_in(user, item.service) or oversees(user, item.organisation)


@rules.predicate
def reads_version(user: User, version: EvidenceVersion) -> bool:
    return reads_item(user, version.item)


@rules.predicate
def changes_link(user: User, link: EvidenceLink) -> bool:
    return prepares_portfolio(user, link.portfolio)


@rules.predicate
def changes_item(user: User, item: EvidenceItem) -> bool:
    """Service evidence: its officers and managers; corporate: the council's administrators."""
    if item.service is None:
        return holds(user, Role.ADMINISTRATOR, item.organisation)
    return works_in(user, item.service)


@rules.predicate
def changes_corporate(user: User, portfolio: Portfolio) -> bool:
    """The council's administrators, for the corporate evidence beside the portfolio's own."""
    return holds(user, Role.ADMINISTRATOR, portfolio.service.organisation)


@rules.predicate
def dates_evidence(user: User, portfolio: Portfolio) -> bool:
    """Whoever may change some of its items: their own, or the council's corporate ones."""
    service = portfolio.service
    return works_in(user, service) or holds(user, Role.ADMINISTRATOR, service.organisation)


@rules.predicate
def reads_import(user: User, summary_import: SummaryImport) -> bool:
    return reads_portfolio(user, summary_import.portfolio)


@rules.predicate
def confirms_import(user: User, pending: PendingImport) -> bool:
    return prepares_portfolio(user, pending.portfolio)


@rules.predicate
def adds_files(user: User, intake: Intake) -> bool:
    """Whoever dropped them, as long as they may change the evidence."""
    return intake.by_id == user.pk and prepares_portfolio(user, intake.portfolio)


@rules.predicate
def asks_destruction(user: User, item: EvidenceItem) -> bool:
    """Either of the two people: information governance, or whoever answers for the evidence."""
    return holds(user, Role.GOVERNANCE, item.organisation) or keeps_item(user, item)


@rules.predicate
def decides_destruction(user: User, destruction: Destruction) -> bool:
    """The second person: whichever of the two did not ask."""
    item = destruction.version.item
    if destruction.asked_as == AskedAs.KEEPER:
        return holds(user, Role.GOVERNANCE, item.organisation)
    return keeps_item(user, item)


@rules.predicate
def withdraws_destruction(user: User, destruction: Destruction) -> bool:
    """Whoever might have asked in the place of who did."""
    item = destruction.version.item
    if destruction.asked_as == AskedAs.KEEPER:
        return keeps_item(user, item)
    return holds(user, Role.GOVERNANCE, item.organisation)


@rules.predicate
def views_destruction(user: User, destruction: Destruction) -> bool:
    """Both people, and the council's administrators."""
    item = destruction.version.item
    return keeps_item(user, item) or oversees(user, item.organisation)


@rules.predicate
def views_destructions(user: User, organisation: Organisation) -> bool:
    """Whoever is one of the two people for some of its evidence."""
    return oversees(user, organisation) or any(
        row.role == Role.MANAGER and row.organisation_id == organisation.pk
        for row in memberships_of(user)
    )


def keeps_item(user: User, item: EvidenceItem) -> bool:
    """Whoever answers for it: managers of its service; of corporate evidence, administrators."""
    if item.service is None:
        return holds(user, Role.ADMINISTRATOR, item.organisation)
    return holds(user, Role.MANAGER, item.service)


@rules.predicate
def governs_records(user: User, place: Any) -> bool:
    """Information governance of the organisation; `place` is that, or something of its."""
    organisation = place if isinstance(place, Organisation) else place.organisation
    return holds(user, Role.GOVERNANCE, organisation)


rules.add_perm("evidence.govern_records", governs_records)
rules.add_perm("evidence.add_files", adds_files)
rules.add_perm("evidence.ask_destruction", asks_destruction)
rules.add_perm("evidence.decide_destruction", decides_destruction)
rules.add_perm("evidence.withdraw_destruction", withdraws_destruction)
rules.add_perm("evidence.view_destruction", views_destruction)
rules.add_perm("evidence.view_destructions", views_destructions)
rules.add_perm("evidence.view_portfolio", reads_portfolio)
rules.add_perm("evidence.change_portfolio", prepares_portfolio)
rules.add_perm("evidence.change_link", changes_link)
rules.add_perm("evidence.change_item", changes_item)
rules.add_perm("evidence.change_corporate", changes_corporate)
rules.add_perm("evidence.date_items", dates_evidence)
rules.add_perm("evidence.view_import", reads_import)
rules.add_perm("evidence.confirm_import", confirms_import)
rules.add_perm("evidence.view_item", reads_item)
rules.add_perm("evidence.read_version", reads_version)
