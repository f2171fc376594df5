"""The content of the Assessment Summary, read from the database.

What was submitted is read from its snapshot; before that, and after a return, the evidence
as it stands.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import HistoryEntry, Membership
from assessments.improvement_queries import origin_of
from assessments.models import Assessment, ElementAssessment
from assessments.outcome import Outcome, outcome_of, verdict_of
from assessments.queries import gap_reasons_of
from assessments.reckoning import Rated, Reckoning, reckon
from criteria.models import Clause as StandardClause
from criteria.models import Criterion, Element, Rating, SubCriterion
from criteria.queries import standard_tree
from evidence.enums import Freshness, Marking
from evidence.freshness import why_stale
from evidence.models import EvidenceLink, ReaderGrant, SnapshotLink

from .content import (
    Clause,
    CriterionContent,
    ElementContent,
    EvidenceLine,
    Fact,
    Improvement,
    Levels,
    RatingMark,
    Remark,
    SubCriterionContent,
    SummaryContent,
)

# Entries of the history that change nothing a document says.
SAY_NOTHING_NEW = (
    "evidence.read",
    "assessments.document_made",
    "assessments.evidence_asked",
    "assessments.answer_accepted",
    "assessments.answer_returned",
    "assessments.request_withdrawn",
)

Lists = dict[str, tuple[EvidenceLine, ...]]


def build_summary(assessment: Assessment) -> SummaryContent:
    """The whole summary; at most 14 SQL statements whatever the size."""
    return _Builder(assessment).content()


class _Builder:
    """What every part of the document needs, read once."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.edition = assessment.edition
        self.criteria = standard_tree(self.edition)
        self.ratings: dict[int | None, Rating] = {
            rating.pk: rating for rating in self.edition.ratings.all()
        }
        self.marks = {pk: _mark(rating) for pk, rating in self.ratings.items()}
        rows = assessment.elements.select_related("accepted_by", "improvement__owner")
        self.rows = {row.element_id: row for row in rows}
        self.lists = lists_of(assessment)
        self.reckoning = self._reckon()

    def content(self) -> SummaryContent:
        assessment, portfolio = self.assessment, self.assessment.portfolio
        service, standard = portfolio.service, portfolio.standard
        council = service.organisation.name
        outcome = outcome_of(self.reckoning, self.ratings.values())
        return SummaryContent(
            organisation=council,
            service=service.name,
            standard_name=standard.name,
            template_name=_("%(council)s Corporate Template %(council)s - %(service)s")
            % {"council": council, "service": service.name},
            criteria=tuple(self._criterion(criterion) for criterion in self.criteria),
            ratings=tuple(self.marks.values()),
            # Titles and findings are OFFICIAL; the files behind them bear markings of their own.
            marking=str(Marking.OFFICIAL.label),
            created_at=true_since(assessment),
            kind=str(assessment.kind_name),
            visit_days=(assessment.visit_on,) if assessment.visit_on else (),
            reference=assessment.reference,
            outcome=_stage(assessment, outcome),
            outcome_sentence=outcome.sentence,
            facts=tuple(facts_of(assessment)),
            is_draft=assessment.completed_at is None,
            notice=_notice(assessment),
            language=self.edition.language,
            levels=Levels.from_names(self.edition.level_names),
            strengths=tuple(self._remarks("is_strength")),
            good_practice=tuple(self._remarks("is_good_practice")),
            improvements=tuple(self._improvements()),
            statement=assessment.statement if assessment.completed_at else "",
            signed_by=assessment.signed_name,
            signed_on=assessment.signed_on,
        )

    def _reviewed(self) -> Iterable[tuple[Element, ElementAssessment]]:
        for criterion in self.criteria:
            for sub_criterion in criterion.sub_criteria.all():
                for element in sub_criterion.elements.all():
                    row = self.rows.get(element.pk)
                    if row and row.in_review:
                        yield element, row

    def _remarks(self, flag: str) -> Iterable[Remark]:
        """What the assessor singled out, in the words of the comment or else of the element."""
        for element, row in self._reviewed():
            if getattr(row, flag):
                yield Remark(element.code, row.finding or element.text)

    def _improvements(self) -> Iterable[Improvement]:
        for element, row in self._reviewed():
            row.rating = self.ratings.get(row.rating_id)
            if origin_of(row):
                follows = getattr(row, "improvement", None)
                yield Improvement(
                    element.code,
                    row.finding or element.text,
                    self.marks.get(row.rating_id),
                    owner=str(follows.owner or "") if follows else "",
                    due_on=follows.due_on if follows else None,
                )

    def _reckon(self) -> Reckoning:
        return reckon(
            (
                Rated(criterion, self.ratings.get(row.rating_id), element.code)
                for criterion in self.criteria
                for sub_criterion in criterion.sub_criteria.all()
                for element in sub_criterion.elements.all()
                if (row := self.rows.get(element.pk))
            ),
            not_met_allowed=self.edition.non_compliant_allowed,
        )

    def _criterion(self, criterion: Criterion) -> CriterionContent:
        parts = self.reckoning.criteria
        verdict = next((verdict_of(part) for part in parts if part.criterion == criterion), "")
        return CriterionContent(
            code=criterion.code,
            title=criterion.title,
            sub_criteria=tuple(self._sub(sub) for sub in criterion.sub_criteria.all()),
            partials_allowed=criterion.partials_allowed,
            verdict=verdict if self.reckoning.rated else "",
        )

    def _sub(self, sub_criterion: SubCriterion) -> SubCriterionContent:
        elements = tuple(self._element(element) for element in sub_criterion.elements.all())
        return SubCriterionContent(sub_criterion.code, sub_criterion.title, elements)

    def _element(self, element: Element) -> ElementContent:
        row = self.rows.get(element.pk) or ElementAssessment(in_review=False)
        lists = self.lists.get(element.pk, {})
        accepted = row.accepted_by if row.accepted_by_id else None
        return ElementContent(
            code=element.code,
            text=element.text,
            clauses=tuple(Clause(clause.code, clause.text) for clause in element.clauses.all()),
            new=lists.get("new", ()),
            active=lists.get("active", ()),
            corporate=lists.get("corporate", ()),
            self_rating=self.marks.get(row.self_rating_id),
            rating=self.marks.get(row.rating_id),
            finding=row.finding,
            accepted_by=str(accepted) if accepted else "",
            accepted_on=_day(row.accepted_at),
            in_review=row.in_review,
            carried_from=row.carried_from,
        )


def _mark(rating: Rating) -> RatingMark:
    return RatingMark(rating.code, rating.letter, rating.name, rating.counts_as, rating.meaning)


def lists_of(assessment: Assessment) -> dict[int, Lists]:
    """The three printed lists of each element, by the element's id; one statement."""
    found: dict[int, dict[str, list[EvidenceLine]]] = {}
    for link in links_of(assessment):
        lists = found.setdefault(link.element_id, {})
        lists.setdefault(link.listing, []).append(_line(link))
    return {
        element: {listing: tuple(lines) for listing, lines in lists.items()}
        for element, lists in found.items()
    }


def links_of(assessment: Assessment) -> Iterable[EvidenceLink | SnapshotLink]:
    """The links a document about the assessment prints, in the order of their lists."""
    if not assessment.is_with_service:
        links = SnapshotLink.objects.filter(snapshot_id=assessment.snapshot_id)
        return links.select_related("clause").order_by("position", "pk")
    live = EvidenceLink.objects.in_use().filter(
        portfolio_id=assessment.portfolio_id, element__edition_id=assessment.edition_id
    )
    return live.select_related("item", "clause").order_by("position", "pk")


def _line(link: EvidenceLink | SnapshotLink) -> EvidenceLine:
    named = link if isinstance(link, SnapshotLink) else link.item
    clause: StandardClause | None = link.clause
    return EvidenceLine(
        code=named.code,
        title=named.title,
        locator=link.locator,
        clause_code=clause.code if clause else "",
        rationale=link.rationale,
        on_request=_day(link.added_at) if isinstance(link, SnapshotLink) else None,
        stale=_stale(link),
    )


def _stale(link: EvidenceLink | SnapshotLink) -> str:
    """What was submitted tells how fresh it was then; before that, the day decides."""
    if isinstance(link, EvidenceLink):
        return why_stale(link.item, timezone.localdate())
    return _("when submitted") if link.freshness == Freshness.STALE else ""


def true_since(assessment: Assessment) -> datetime:
    """When what the document says last changed: it stands in the file in place of now, so
    that the same content makes the same file."""
    entries = HistoryEntry.objects.exclude(verb__in=SAY_NOTHING_NEW)
    if assessment.is_with_service:
        entries = entries.filter(portfolio_id=assessment.portfolio_id)
    else:
        entries = entries.filter(assessment_id=assessment.pk)
    last = entries.order_by("-sequence").values_list("at", flat=True).first()
    return last or assessment.created_at


def facts_of(assessment: Assessment) -> Iterable[Fact]:
    """The lines of the cover."""
    for name in assessors_of(assessment):
        yield Fact(_("Assessor"), name)
    if assessment.visit_on:
        yield Fact(_("Site visit"), _british(assessment.visit_on))
    if assessment.submitted_at and not assessment.is_with_service:
        yield Fact(_("Evidence submitted"), _done(assessment.submitted_at, assessment.submitted_by))
        for reason, codes in gap_reasons_of(assessment).items():
            yield Fact(_("Submitted with gaps"), f"{', '.join(codes)}: {reason}")
    if assessment.completed_at:
        yield Fact(_("Completed"), _done(assessment.completed_at, assessment.completed_by))
        if assessment.signed_on:
            signed = {"name": assessment.signed_name, "day": _british(assessment.signed_on)}
            yield Fact(_("Signed by the assessor"), _("%(name)s, %(day)s") % signed)


def assessors_of(assessment: Assessment) -> list[str]:
    """Who has been given access, each with the body they come from; two statements."""
    grants = ReaderGrant.objects.filter(
        snapshot_id=assessment.snapshot_id, withdrawn_at__isnull=True
    ).select_related("reader")
    readers = {grant.reader_id: grant.reader for grant in grants.order_by("starts_on", "pk")}
    members = Membership.objects.filter(user__in=readers, role=Role.ASSESSOR)
    bodies = {row.user_id: row.organisation.name for row in members.select_related("organisation")}
    return [
        ", ".join(filter(None, (str(reader), bodies.get(pk, "")))) for pk, reader in readers.items()
    ]


def _stage(assessment: Assessment, outcome: Outcome) -> str:
    if assessment.is_with_service:
        return _("In preparation")
    return outcome.title if assessment.completed_at else _("In assessment")


def _notice(assessment: Assessment) -> str:
    if assessment.is_with_service:
        return _("Draft: the evidence as it stands, not yet submitted for assessment.")
    return ""


def _done(moment: datetime, person: object) -> str:
    day = _british(timezone.localdate(moment))
    return _("%(day)s by %(person)s") % {"day": day, "person": person}


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def _british(day: date) -> str:
    return dateformat.format(day, "j F Y")
