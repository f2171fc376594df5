"""Steps of a visit, allowed and forbidden, and a model that knows which are which."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.enums import Role
from assessments import actions
from assessments.board import Show, lay_out
from assessments.checklist import what_is_missing
from assessments.models import Assessment, EvidenceRequest
from assessments.outcome import outcome_of
from assessments.queries import standing_of
from assessments.transitions import ASSESSMENTS, REQUESTS, NotPossibleNow, possible
from criteria.loading import apply_standard, read_standard
from criteria.models import Rating
from evidence.actions import AlreadyLinked, archive_link, edit_link, link_evidence
from evidence.models import EvidenceLink
from tests.builders.assessments import make_assessor, make_grant, rating_of, row_of
from tests.builders.evidence import element_of, make_item, make_portfolio, make_version
from tests.builders.people import make_user
from tests.builders.standards import standard_data

from .watching import Seen, check_activation, check_states, check_submitted_evidence, look

CODES = ("1.1.1", "1.1.2", "1.1.3")
COUNTS = {"met": "met", "nearly": "partial", "unmet": "not-met", "none": "excluded"}
PARTIALS_ALLOWED, NOT_MET_ALLOWED = 1, 0


@dataclass(frozen=True)
class Step:
    """What is tried, and with what; each kind of step takes what it needs of it."""

    kind: str
    code: str = CODES[0]
    which: int = 0
    rating: str | None = None
    reason: str = ""
    yes: bool = False


class World:
    """A service with its people and some evidence, made once for all sequences."""

    def __init__(self) -> None:
        data = standard_data()
        scale = data["editions"][0]["ratings"]
        scale.append(scale[0] | {"code": "none", "name": "Does not apply", "letter": "n"})
        scale[-1]["counts_as"] = "excluded"
        data["editions"][0]["non_compliant_allowed"] = NOT_MET_ALLOWED
        data["editions"][0]["criteria"][0]["partials_allowed"] = PARTIALS_ALLOWED
        standard = apply_standard(read_standard(data)).standard
        self.edition = standard.editions.get()
        self.portfolio = make_portfolio(standard=self.edition)
        service = self.portfolio.service
        self.officers = [make_user(Role.OFFICER, service) for _ in range(2)]
        self.manager = make_user(Role.MANAGER, service)
        self.assessor = make_assessor()
        self.items = [make_item(self.portfolio, corporate=at == 2) for at in range(3)]


class Visits:
    """A portfolio's visits one after another, with what the model expects of each step.

    `own` and `given` are the ratings of the open or latest visit by element, the service's
    and the assessor's; `completed` has both for every visit that is completed.
    """

    def __init__(self, world: World, tally: Counter[Any]) -> None:
        self.world, self.tally, self.count = world, tally, 0
        self.assessment: Assessment | None = None
        self.own: dict[str, str | None] = {}
        self.given: dict[str, str | None] = {}
        self.completed: list[dict[str, tuple[str | None, str | None]]] = []
        self.seen: Seen | None = None

    def take(self, step: Step) -> None:
        getattr(self, step.kind)(step)

    def attempt(
        self,
        verb: str,
        do: Callable[[], Any],
        *,
        allowed: bool,
        refusal: type[Exception] = NotPossibleNow,
    ) -> bool:
        """Do it; it happens where the model allows it, and else is refused and changes nothing."""
        before = self.seen or look()
        try:
            with transaction.atomic():
                do()
            happened = True
        except refusal:
            happened = False
        self.seen = after = look()
        self.tally[verb, "happened" if happened else "refused"] += 1
        assert happened == allowed, f"{verb} {'happened' if happened else 'was refused'}"
        assert happened or after == before, f"{verb} was refused and changed something"
        check_states(before, after, verb=verb)
        check_submitted_evidence(before, after, verb=verb)
        self.tally["made Active"] += check_activation(before, after, verb=verb)
        if self.assessment:
            self.assessment.refresh_from_db()
            self.check_outcome()
        return happened

    @property
    def visit(self) -> Assessment:
        assert self.assessment, "Every sequence begins with a visit."
        return self.assessment

    def may(self, verb: str) -> bool:
        return self.visit.state in ASSESSMENTS.transitions[verb].sources

    @property
    def in_review(self) -> list[str]:
        rows = self.visit.elements.filter(in_review=True)
        return list(rows.values_list("element__code", flat=True))

    def check_outcome(self) -> None:
        """The outcome as it is shown equals plain counting of what the model was told."""
        in_force = {
            code: self.given[code] or (self.own[code] if self.own[code] != "none" else None)
            for code in CODES
        }
        counted = Counter(COUNTS[code] for code in in_force.values() if code)
        good = counted["partial"] <= PARTIALS_ALLOWED and counted["not-met"] <= NOT_MET_ALLOWED
        rated = counted["met"] + counted["partial"] + counted["not-met"]
        title = "Standard met" if good else "Standard not met"
        if rated + counted["excluded"] < len(CODES):
            title = f"{title} as it stands" if rated else "Nothing is rated yet"
        board = lay_out(standing_of(self.visit), edition=self.world.edition, show=Show.RATING)
        scale = self.world.edition.ratings.all()
        reckoned = board.reckoning
        assert reckoned
        assert (reckoned.partials, reckoned.not_met, reckoned.passes, reckoned.rated) == (
            counted["partial"], counted["not-met"], good, rated,
        )  # fmt: skip
        if rated:
            assert outcome_of(reckoned, scale).title == title

    def open(self, step: Step) -> None:
        """All elements are under review, or all but one."""
        fresh = CODES if step.yes else tuple(code for code in CODES if code != step.code)
        world, last = self.world, self.completed[-1] if self.completed else {}
        self.count += 1

        def do() -> None:
            self.assessment = actions.open_assessment(
                portfolio=world.portfolio,
                edition=world.edition,
                label=f"Visit {self.count}",
                kind="full",
                by=world.manager,
                under_review=fresh,
            )
            carried = {code: last.get(code, (None, None)) for code in CODES if code not in fresh}
            self.own = {code: carried.get(code, (None, None))[0] for code in CODES}
            self.given = {code: carried.get(code, (None, None))[1] for code in CODES}

        free = self.assessment is None or self.assessment.state == "completed"
        if self.attempt("open", do, allowed=free) and self.assessment:
            make_grant(self.assessment, world.assessor)
            self.seen = None

    def rating(self, code: str | None) -> Rating | None:
        return rating_of(self.visit, code) if code else None

    def rate_oneself(self, step: Step) -> None:
        row = row_of(self.visit, step.code)

        def do() -> None:
            actions.save_self_assessment(
                row=row,
                revision=row.service_revision,
                self_rating=self.rating(step.rating),
                commentary=f"We do this since visit {self.count}.",
                by=self.world.officers[step.which % 2],
            )
            self.own[step.code] = step.rating

        self.attempt("self-rate", do, allowed=self.visit.is_with_service and row.in_review)

    def link(self, step: Step) -> None:
        item = self.world.items[step.which % len(self.world.items)]
        there = self.links_in_use().filter(element__code=step.code, item=item).exists()

        def do() -> None:
            element = element_of(self.world.portfolio, step.code)
            link_evidence(
                portfolio=self.world.portfolio,
                element=element,
                item=item,
                by=self.world.officers[0],
            )

        self.attempt("link", do, allowed=not there, refusal=AlreadyLinked)

    def links_in_use(self) -> QuerySet[EvidenceLink]:
        links = EvidenceLink.objects.in_use().select_related("item", "element", "portfolio")
        return links.order_by("pk")

    def change_evidence(self, step: Step) -> None:
        """The service goes on working with its evidence, whatever the state of the visit."""
        links, by = list(self.links_in_use()), self.world.officers[1]
        if not links:
            return
        link = links[step.which % len(links)]
        deeds: dict[str, Callable[[], Any]] = {
            "archive": lambda: archive_link(link=link, reason="Replaced", by=by),
            "edit": lambda: edit_link(
                link=link, locator=f"Page {self.count}", rationale="", clause=None, by=by
            ),
            "version": lambda: make_version(link.item, by=by),
        }
        verb = list(deeds)[step.which % 3]
        self.attempt(verb, deeds[verb], allowed=True)

    def submit(self, step: Step) -> None:
        blocked = any(gap.blocks for gap in what_is_missing(self.visit))
        self.attempt(
            "submit",
            lambda: actions.submit_assessment(
                assessment=self.visit, by=self.world.manager, gaps_reason=step.reason
            ),
            allowed=self.may("submit") and (not blocked or bool(step.reason)),
        )

    def hand_over(self, step: Step) -> None:
        """So that visits get to the assessor often enough."""
        self.link(step)
        self.submit(Step("submit", reason="It could not be had in time."))
        self.ask(step)

    def rate(self, step: Step) -> None:
        row = row_of(self.visit, step.code)

        def do() -> None:
            actions.rate_element(
                row=row,
                revision=row.assessor_revision,
                rating=self.rating(step.rating),
                finding="Seen.",
                accepted=step.yes,
                by=self.world.assessor,
            )
            self.given[step.code] = step.rating

        makes_sense = row.in_review and not (step.yes and step.rating is None)
        self.attempt("begin", do, allowed=self.may("begin") and makes_sense)

    def rate_the_rest(self, step: Step) -> None:
        """So that visits come to an end often enough."""
        for code in self.in_review:
            if self.given[code] is None:
                self.rate(Step("rate", code, rating="met", yes=step.yes))

    def give_back(self, step: Step) -> None:
        self.attempt(
            "return",
            lambda: actions.return_assessment(
                assessment=self.visit, reason=step.reason, by=self.world.assessor
            ),
            allowed=self.may("return") and bool(step.reason),
        )

    def complete(self, step: Step) -> None:
        whole = all(self.given[code] for code in self.in_review)
        name = "" if step.which == 5 else "Ada Fraser"
        if self.attempt(
            "complete",
            lambda: actions.complete_assessment(
                assessment=self.visit, by=self.world.assessor, name=name
            ),
            allowed=self.may("complete") and whole and bool(name),
        ):
            self.completed.append({code: (self.own[code], self.given[code]) for code in CODES})

    def reopen(self, step: Step) -> None:
        """The latest visit that is completed, which another may have followed."""
        latest = Assessment.objects.filter(state="completed").order_by("pk").last() or self.visit
        if self.attempt(
            "reopen",
            lambda: actions.reopen_assessment(
                assessment=latest, reason=step.reason, by=self.world.assessor
            ),
            allowed=latest == self.visit and self.may("reopen") and bool(step.reason),
        ):
            self.completed.pop()

    def ask(self, step: Step) -> None:
        row = row_of(self.visit, step.code)
        self.attempt(
            "ask",
            lambda: actions.ask(row=row, text="Show a later one.", by=self.world.assessor),
            allowed=self.visit.is_with_assessor and row.in_review,
        )

    def answer(self, step: Step) -> None:
        """In words, with the element's evidence, or with neither."""
        if not (request := self.request(step)):
            return
        links = list(self.links_in_use().filter(element=request.row.element)) if step.yes else []
        self.converse(
            "answer",
            request,
            lambda: actions.answer(
                request=request, text=step.reason, links=links, by=self.world.officers[0]
            ),
            said=bool(step.reason or links),
        )

    def decide(self, step: Step) -> None:
        """The assessor accepts, returns or withdraws."""
        if not (request := self.request(step)):
            return
        by = self.world.assessor
        deeds: dict[str, Callable[[], Any]] = {
            "accept": lambda: actions.accept_answer(request=request, by=by),
            "return": lambda: actions.return_answer(request=request, reason=step.reason, by=by),
            "withdraw": lambda: actions.withdraw_request(request=request, by=by),
        }
        verb = list(deeds)[step.which % 3]
        self.converse(verb, request, deeds[verb], said=verb != "return" or bool(step.reason))

    def request(self, step: Step) -> EvidenceRequest | None:
        requests = EvidenceRequest.objects.select_related("row__element", "row__assessment")
        there = list(requests.order_by("-pk")[:2])
        return there[step.which % len(there)] if there else None

    def converse(
        self, verb: str, request: EvidenceRequest, do: Callable[[], Any], *, said: bool
    ) -> None:
        may = request.state in REQUESTS.transitions[verb].sources
        allowed = may and said and request.row.assessment.is_with_assessor
        self.attempt(f"{verb} request", do, allowed=allowed)

    def ask_the_table(self, step: Step) -> None:
        """Only the people whom the table names are offered a step, and only from its states."""
        verb = sorted(ASSESSMENTS.transitions)[step.which % len(ASSESSMENTS.transitions)]
        people = {
            "assessments.submit_assessment": self.world.manager,
            "assessments.assess": self.world.assessor,
        }
        for permission, person in people.items():
            if permission != ASSESSMENTS.transitions[verb].permission or not self.may(verb):
                assert possible(self.visit, verb, person), f"{verb} by {person}"
        assert possible(self.visit, verb, self.world.officers[0])
