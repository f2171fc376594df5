"""What importing a register would do: found out without writing anything."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from accounts.models import NumberBlock, Team, User
from criteria.models import Clause, Edition, Element
from evidence.imports.report import ParsedWarning, refuse
from evidence.models import EvidenceItem, EvidenceLink, Portfolio

from .choice import Chosen
from .columns import Column
from .differences import Difference, key_of, same, shown
from .read import Place, ReadItem, ReadLink, Register, read_register
from .values import Elements
from .words import problem

WORDS_OF_LINK = (Column.LOCATOR, Column.RATIONALE)


@dataclass
class PlannedItem:
    """An item to add (`item` is None) or that is there.

    `fills` are its blanks to fill in, `takes` what is changed because it was ticked.
    """

    read: ReadItem
    item: EvidenceItem | None
    title: str
    fills: dict[str, Any] = field(default_factory=dict)
    takes: dict[str, Difference] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        if self.item is None:
            return "created"
        return "updated" if self.fills or self.takes else "unchanged"


@dataclass
class PlannedLink:
    """A link to add (`link` is None) or that is there; `fills` and `takes` as of an item."""

    read: ReadLink
    element: Element
    clause: Clause | None
    link: EvidenceLink | None
    fills: dict[str, Any] = field(default_factory=dict)
    takes: dict[str, Difference] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        if self.link is None:
            return "created"
        return "updated" if self.fills or self.takes else "unchanged"


@dataclass
class Plan:
    """Items and links with their outcome; `new_teams` are names the service does not have.

    `differences` are what the register says otherwise than the portfolio, ticked or not.
    """

    register: Register
    items: list[PlannedItem] = field(default_factory=list)
    links: list[PlannedLink] = field(default_factory=list)
    new_teams: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def counts(self) -> dict[str, dict[str, int]]:
        """`created`, `updated` and `unchanged`, each with `evidence` and `links`."""
        of: dict[str, Sequence[PlannedItem | PlannedLink]]
        of = {"evidence": self.items, "links": self.links}
        return {
            outcome: {
                kind: sum(e.outcome == outcome for e in planned) for kind, planned in of.items()
            }
            for outcome in ("created", "updated", "unchanged")
        }

    @property
    def changes(self) -> bool:
        """Whether anything would be written."""
        planned: list[PlannedItem | PlannedLink] = [*self.items, *self.links]
        return any(each.outcome != "unchanged" for each in planned)

    @property
    def warnings(self) -> list[ParsedWarning]:
        return self.register.warnings()

    @property
    def mark(self) -> str:
        """The same for two plans that write the same."""
        items = [(str(e.read.code), e.outcome, e.title, _marked(e.fills)) for e in self.items]
        links = [
            (str(e.read.code), e.read.element, e.outcome, e.read.status, _marked(e.fills))
            for e in self.links
        ]
        taken = sorted((e.key, e.ours, e.theirs) for e in self.differences if e.is_taken)
        return hashlib.sha256(repr((items, links, taken)).encode()).hexdigest()


def plan_register(
    *,
    portfolio: Portfolio,
    edition: Edition,
    chosen: Sequence[Chosen],
    by: User | None,
    opens_teams: bool = False,
    take: Collection[str] = (),
) -> Plan:
    """Compare the register with what is there, in seven SQL statements whatever its size.

    `opens_teams` makes teams that the service does not have. `take` are the keys of the
    differences in which the register is right. Raises UnreadableEvidence.
    """
    service = portfolio.service
    elements = _elements(edition)
    clauses = {clause.code: clause for e in elements.values() for clause in e.clauses.all()}
    codes = {code: code for code in elements} | {c.code: c.element.code for c in clauses.values()}
    register = read_register(
        chosen,
        Elements(codes),
        service_prefix=service.prefix,
        corporate_prefix=service.organisation.corporate_prefix,
    )
    plan = Plan(register)
    planner = _Planner(plan, portfolio, by, opens_teams, _Council(portfolio), frozenset(take))
    planner.plan_items()
    planner.plan_links(elements, clauses)
    return plan


def _elements(edition: Edition) -> dict[str, Element]:
    elements = Element.objects.of_edition(edition).select_related("edition", "sub_criterion")
    return {element.code: element for element in elements.prefetch_related("clauses")}


class _Council:
    """Teams, blocks of numbers and people, by what a register calls them."""

    def __init__(self, portfolio: Portfolio) -> None:
        service = portfolio.service
        self.teams = {team.name.casefold(): team for team in Team.objects.filter(service=service)}
        blocks = NumberBlock.objects.filter(team__service=service).select_related("team")
        self.blocks = list(blocks)
        people = User.objects.filter(memberships__organisation=service.organisation).distinct()
        self.people: dict[str, list[User]] = {}
        for person in people:
            self.people[person.email.casefold()] = [person]
            self.people.setdefault(person.name.casefold(), []).append(person)

    def team_of(self, number: int) -> Team | None:
        return next((b.team for b in self.blocks if b.first <= number <= b.last), None)

    def person(self, text: str) -> User | None:
        """By address, also in angle brackets, or by a name that one person alone has."""
        address = text.rpartition("<")[2].rstrip("> ") if "@" in text else text
        found = self.people.get(address.casefold(), [])
        return found[0] if len(found) == 1 else None


@dataclass
class _Planner:
    plan: Plan
    portfolio: Portfolio
    by: User | None
    opens_teams: bool
    council: _Council
    take: frozenset[str]

    def plan_items(self) -> None:
        known = self._known_items()
        problems = []
        for read in self.plan.register.items.values():
            item = known.get(read.code.key)
            service_id = item.service_id if item else None
            if service_id not in (None, self.portfolio.service_id):
                values = {"code": read.code.display}
                problems.append(problem(read.place.line, "of-another-service", **values))
            else:
                self.plan.items.append(self._item(read, item))
        refuse(problems)

    def _known_items(self) -> dict[tuple[str, int], EvidenceItem]:
        keys = self.plan.register.items
        items = EvidenceItem.objects.filter(
            organisation=self.portfolio.service.organisation, prefix__in={key[0] for key in keys}
        ).select_related("service", "organisation", "team", "owner")
        return {(item.prefix, item.number): item for item in items}

    def _item(self, read: ReadItem, item: EvidenceItem | None) -> PlannedItem:
        title = str(read.values.get(Column.TITLE, ""))
        if item is None and not title:
            self._note(read.place, "title-missing", code=read.code.display)
        planned = PlannedItem(read, item, title or (item.title if item else read.code.display))
        values = self._values(read)
        if item is None:
            planned.fills = values
        else:
            self._compare(planned, item, {"title": title, **values} if title else values)
        return planned

    def _values(self, read: ReadItem) -> dict[str, Any]:
        """By name of the field; what names nobody or no team is left out and told."""
        values: dict[str, Any] = {
            column.value: value for column, value in read.values.items() if column != Column.TITLE
        }
        owner = values.pop("owner", "")
        if owner and (person := self.council.person(owner)):
            values["owner"] = person
        elif owner:
            self._note(read.place, "owner-unknown", code=read.code.display, text=owner)
        team = values.pop("team", "")
        if read.scope == "service" and (found := self._team(read, team)):
            values["team"] = found
        return values

    def _team(self, read: ReadItem, name: str) -> Team | None:
        """The team that the register names; without a column of teams, whose number it is."""
        if not name:
            has_teams = self.plan.register.has_teams
            return None if has_teams else self.council.team_of(read.code.number)
        found = self.council.teams.get(name.casefold())
        if found is None and self.opens_teams and len(name) <= 200:
            position = len(self.council.teams) + 1
            found = Team(service=self.portfolio.service, name=name, position=position)
            self.council.teams[name.casefold()] = found
            self.plan.new_teams.append(name)
            self._note(read.place, "team-opened", text=name)
        elif found is None:
            self._note(read.place, "team-unknown", code=read.code.display, text=name)
        return found

    def _compare(self, planned: PlannedItem, item: EvidenceItem, values: dict[str, Any]) -> None:
        may_change = self.by is None or self.by.has_perm("evidence.change_item", item)
        if not self.plan.register.has_teams:
            values.pop("team", None)  # whose number it is decides nothing where a team is known
        for name, value in values.items():
            there = getattr(item, name)
            if same(there, value):
                continue
            if there in (None, ""):
                planned.fills |= {name: value} if may_change else {}
            else:
                self._differ(planned, name, there, value, may_take=may_change)
        self._leave_period_in_order(planned, item)

    def _differ(
        self,
        planned: "PlannedItem | PlannedLink",
        name: str,
        ours: Any,
        theirs: Any,
        *,
        may_take: bool = True,
    ) -> None:
        """Something else stands here: kept and told, or taken where it was ticked."""
        column = Column(name)
        difference = Difference(
            planned.read,
            column,
            shown(ours, column),
            shown(theirs, column),
            theirs,
            may_take,
            may_take and key_of(planned.read, column) in self.take,
        )
        self.plan.differences.append(difference)
        if difference.is_taken:
            planned.takes[name] = difference
        else:
            self.plan.register.notes.append(difference.note())

    def _leave_period_in_order(self, planned: PlannedItem, item: EvidenceItem) -> None:
        """Two ends that do not go together: neither is filled in or taken."""
        taken = {name: difference.value for name, difference in planned.takes.items()}
        ends = [
            (taken | planned.fills).get(name, getattr(item, name))
            for name in ("covers_from", "covers_to")
        ]
        if not all(ends) or ends[0] <= ends[1]:
            return
        for name in ("covers_from", "covers_to"):
            planned.fills.pop(name, None)
            planned.takes.pop(name, None)
        if {"covers_from", "covers_to"} & set(taken):
            text, other = (shown(end, Column.COVERS_TO) for end in ends)
            values = {"code": planned.read.code.display, "text": text, "other": other}
            self._note(planned.read.place, "period-kept", **values)

    def plan_links(self, elements: dict[str, Element], clauses: dict[str, Clause]) -> None:
        links = EvidenceLink.objects.filter(
            portfolio=self.portfolio, element__in=[e.pk for e in elements.values()]
        ).filter(Q(item__prefix__in={key[0] for key in self.plan.register.items}))
        known = {
            (link.element_id, (link.item.prefix, link.item.number)): link
            for link in links.select_related("item", "clause", "element")
        }
        withdrawn = {
            each.read.code.key for each in self.plan.items if each.item and each.item.is_withdrawn
        }
        for read in self.plan.register.links:
            element = elements[read.element]
            link = known.get((element.pk, read.code.key))
            if link is None and read.code.key in withdrawn:
                words = {"code": read.code.display, "element": read.element}
                self._note(read.place, "withdrawn", **words)
                continue
            planned = PlannedLink(read, element, clauses.get(read.clause), link)
            if link:
                self._compare_link(planned, link)
            self.plan.links.append(planned)

    def _compare_link(self, planned: PlannedLink, link: EvidenceLink) -> None:
        read = planned.read
        if read.status and read.status != link.status:
            self._differ(planned, "status", link.status, read.status)
        elif read.position and link.position and read.position != link.position:
            self._differ(planned, "position", link.position, read.position)
        values: dict[str, Any] = {column.value: read.words[column] for column in WORDS_OF_LINK}
        for name, value in {**values, "clause": planned.clause}.items():
            there = getattr(link, name)
            if value and not there:
                planned.fills[name] = value
            elif value and not same(there, value):
                self._differ(planned, name, there, value)

    def _note(self, place: Place, code: str, /, **values: object) -> None:
        self.plan.register.note(place, code, **values)


def _marked(fills: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((name, str(value)) for name, value in fills.items())
