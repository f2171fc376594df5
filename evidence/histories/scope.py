"""Whose history a page shows, and what of it its reader may see.

Officers and managers never see readings: while an assessment is under way the service does
not learn what the assessor has opened. Administrators see all but readings; information
governance sees everything; everybody sees what they did themselves.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.history import About
from accounts.history.sentences import CHANGE, EXPORT, KINDS, READING, verbs_of
from accounts.models import HistoryEntry, Organisation, User
from accounts.permissions import holds
from evidence.models import EvidenceItem, Portfolio

ALL = tuple(KINDS)
WITHOUT_READINGS = tuple(kind for kind in KINDS if kind != READING)


@dataclass(frozen=True)
class Scope:
    """A part of the history: its name, its entries newest first, and the kinds among them."""

    name: str
    entries: QuerySet[HistoryEntry]
    kinds: tuple[str, ...]
    about: About
    tells_addresses: bool = False

    @property
    def is_whole_organisation(self) -> bool:
        return self.about == About(organisation_id=self.about.organisation_id)

    @property
    def is_of_one_actor(self) -> bool:
        """Whether the same person did all of it."""
        return self.about == About(person_id=self.about.person_id)

    @property
    def sets_readings_aside(self) -> bool:
        """Whether readings are shown only when asked for: there are many more than changes."""
        return READING in self.kinds and self.about.organisation_id is not None

    @property
    def tells_places(self) -> bool:
        """Whether its entries come from several services and elements."""
        return self.about.portfolio_id is None


def _scope(
    name: str, entries: QuerySet[HistoryEntry], kinds: tuple[str, ...], about: About, **more: Any
) -> Scope:
    hidden = verbs_of(*set(KINDS) - set(kinds))
    seen = entries.exclude(verb__in=hidden) if hidden else entries
    return Scope(name, seen.order_by("-sequence"), kinds, about, **more)


def _kinds_for(
    user: User, organisation: Organisation, others: tuple[str, ...] = (CHANGE,)
) -> tuple[str, ...]:
    if holds(user, Role.GOVERNANCE, organisation):
        return ALL
    return WITHOUT_READINGS if holds(user, Role.ADMINISTRATOR, organisation) else others


def history_of_organisation(user: User, organisation: Organisation) -> Scope:
    entries = HistoryEntry.objects.filter(organisation_id=organisation.pk)
    about = About(organisation_id=organisation.pk)
    kinds = _kinds_for(user, organisation)
    return _scope(organisation.name, entries, kinds, about, tells_addresses=True)


def history_of_person(user: User, person: User, organisation: Organisation) -> Scope:
    """What the person did in the organisation, and what was done about them."""
    theirs = Q(actor_id=person.pk) | Q(person_id=person.pk)
    entries = HistoryEntry.objects.filter(theirs, organisation_id=organisation.pk)
    about = About(organisation_id=organisation.pk, person_id=person.pk)
    kinds = _kinds_for(user, organisation)
    return _scope(str(person), entries, kinds, about, tells_addresses=True)


def own_history(user: User) -> Scope:
    """What the person did, wherever it was."""
    entries = HistoryEntry.objects.filter(actor_id=user.pk)
    return _scope(str(user), entries, ALL, About(person_id=user.pk), tells_addresses=True)


def history_of_item(user: User, item: EvidenceItem, portfolio: Portfolio) -> Scope:
    """What other services do with a corporate item is told to information governance alone."""
    organisation = portfolio.service.organisation
    kinds = _kinds_for(user, organisation, (CHANGE, EXPORT))
    entries = HistoryEntry.objects.filter(item_id=item.pk)
    if kinds != ALL:
        entries = entries.filter(Q(portfolio_id=portfolio.pk) | Q(portfolio_id=None))
    about = About(organisation_id=organisation.pk, portfolio_id=portfolio.pk, item_id=item.pk)
    return _scope(str(item), entries, kinds, about)


def history_of_portfolio(
    user: User,
    portfolio: Portfolio,
    name: str,
    *,
    element_code: str = "",
    assessment_id: int | None = None,
) -> Scope:
    """Of all of a service's work for a standard, of one element, or of one assessment."""
    organisation = portfolio.service.organisation
    entries = HistoryEntry.objects.filter(portfolio_id=portfolio.pk)
    if element_code:
        entries = entries.filter(element_code=element_code)
    if assessment_id:
        entries = entries.filter(assessment_id=assessment_id)
    about = About(
        organisation_id=organisation.pk,
        portfolio_id=portfolio.pk,
        assessment_id=assessment_id,
        element_code=element_code,
    )
    return _scope(name, entries, _kinds_for(user, organisation), about)
