"""The assessor's half of an element as one value, and the one way in which it is written."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from assessments.models import ClauseAssessment, ElementAssessment
from assessments.transitions import NotPossibleNow, require
from criteria.enums import CountsAs
from criteria.models import Rating

from .about import about_element
from .locking import locked
from .moving import move
from .revisions import update_at_revision


@dataclass(frozen=True)
class Judgement:
    """What the assessor says; `accepted_parts` are ids of clauses."""

    rating: Rating | None = None
    finding: str = ""
    accepted: bool = False
    is_strength: bool = False
    is_good_practice: bool = False
    is_improvement: bool = False
    accepted_parts: frozenset[int] = frozenset()

    @property
    def words(self) -> dict[str, Any]:
        """As plain values for the history, acceptance by parts as their number."""
        return asdict(self) | {
            "rating": self.rating.name if self.rating else "",
            "accepted_parts": len(self.accepted_parts),
        }


def judgement_of(row: ElementAssessment) -> Judgement:
    """What the row says now; one statement."""
    parts = row.clauses.filter(accepted_at__isnull=False)
    return Judgement(
        rating=row.rating,
        finding=row.finding,
        accepted=row.accepted_at is not None,
        is_strength=row.is_strength,
        is_good_practice=row.is_good_practice,
        is_improvement=row.is_improvement,
        accepted_parts=frozenset(parts.values_list("clause_id", flat=True)),
    )


def write_judgement(
    *, row: ElementAssessment, revision: int, given: Judgement, by: User, deed: str
) -> Judgement:
    """Write it in the caller's transaction, tell it as `deed`, and return what was before.

    What says nothing new writes nothing. Raises ChangedMeanwhile and NotPossibleNow.
    """
    assessment = locked(row.assessment)
    require(assessment, "begin")
    _require_sense(row, given, accepts_parts=assessment.accepts_parts)
    before = judgement_of(row)
    if given == before and revision == row.assessor_revision:
        return before
    _write(row, revision, given, by)
    if given.accepted_parts != before.accepted_parts:
        _accept_parts(row, given.accepted_parts, by)
    row.assessment.state = move(assessment, "begin")
    _tell(row, before=before, after=given, by=by, deed=deed)
    return before


def _require_sense(row: ElementAssessment, given: Judgement, *, accepts_parts: bool) -> None:
    if not row.in_review:
        raise NotPossibleNow(_("This element is not under review at this visit."))
    if given.rating is None and (given.accepted or given.accepted_parts):
        raise NotPossibleNow(_("Choose a rating before you accept the element."))
    is_excluded = given.rating is not None and given.rating.counts_as == CountsAs.EXCLUDED
    if is_excluded and not given.finding.strip():
        raise NotPossibleNow(_("Say in your comment why this does not apply to the service."))
    parts = _parts_of(row) if accepts_parts else frozenset()
    if not given.accepted_parts <= parts:
        raise NotPossibleNow(_("Accept only parts that are parts of this element."))
    if given.accepted and given.accepted_parts != parts:
        raise NotPossibleNow(_("Accept every part before you accept the element."))


def _parts_of(row: ElementAssessment) -> frozenset[int]:
    return frozenset(row.element.clauses.order_by().values_list("pk", flat=True))


def _write(row: ElementAssessment, revision: int, given: Judgement, by: User) -> None:
    now = timezone.now()
    stays = given.accepted and row.accepted_at is not None
    update_at_revision(
        row,
        counter="assessor_revision",
        revision=revision,
        rating=given.rating,
        finding=given.finding,
        is_strength=given.is_strength,
        is_good_practice=given.is_good_practice,
        is_improvement=given.is_improvement,
        accepted_at=(row.accepted_at if stays else now) if given.accepted else None,
        accepted_by=(row.accepted_by if stays else by) if given.accepted else None,
    )


def _accept_parts(row: ElementAssessment, parts: Iterable[int], by: User) -> None:
    """What is accepted already keeps its day and person."""
    wanted, now = set(parts), timezone.now()
    rows = row.clauses.all()
    rows.exclude(clause_id__in=wanted).update(accepted_at=None, accepted_by=None)
    rows.filter(clause_id__in=wanted, accepted_at=None).update(accepted_at=now, accepted_by=by)
    missing = wanted - set(rows.values_list("clause_id", flat=True))
    ClauseAssessment.objects.bulk_create(
        ClauseAssessment(row=row, clause_id=clause, accepted_at=now, accepted_by=by)
        for clause in sorted(missing)
    )


def _tell(
    row: ElementAssessment, *, before: Judgement, after: Judgement, by: User, deed: str
) -> None:
    """The rating in one entry, the acceptance in another, each with the revision it made."""
    about, revision = about_element(row), row.assessor_revision
    told = {"before": before.words, "after": after.words, "revision": revision}
    if _without_acceptance(before) != _without_acceptance(after):
        rating = after.rating.name if after.rating else _("not assessed")
        record(verb=f"assessments.{deed}", by=by, about=about, rating=rating, **told)
    if before.accepted != after.accepted:
        verb = "accepted" if after.accepted else "acceptance_withdrawn"
        record(verb=f"assessments.{verb}", by=by, about=about, **told)
    elif before.accepted_parts != after.accepted_parts:
        count = len(after.accepted_parts)
        record(verb="assessments.parts_accepted", by=by, about=about, count=count, **told)


def _without_acceptance(judgement: Judgement) -> dict[str, Any]:
    words = judgement.words
    return {name: words[name] for name in words if not name.startswith("accepted")}
