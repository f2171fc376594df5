"""What every document about an assessment says of itself, read from the database."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, QuerySet
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.history.sentences import all_but_changes
from accounts.models import HistoryEntry, Membership
from accounts.queries import house_style_of
from assessments.models import Assessment
from assessments.outcome import Outcome
from assessments.queries import gap_reasons_of
from criteria.models import Rating
from evidence.enums import Marking
from evidence.models import EvidenceLink, ReaderGrant, SnapshotLink

from ..content import Fact, HouseStyle, Levels, Logo, RatingMark, in_runs

# Changes that change nothing a document says; readings, exports and the like never do.
SAY_NOTHING_NEW = (
    "assessments.document_made",
    "assessments.document_issued",
    "assessments.evidence_asked",
    "assessments.answer_accepted",
    "assessments.answer_returned",
    "assessments.request_withdrawn",
)


def frame_of(
    assessment: Assessment,
    *,
    ratings: Iterable[RatingMark],
    outcome: Outcome,
    with_facts: bool = True,
) -> dict[str, Any]:
    """The fields of `Paper` but the title, for a document about the assessment.

    The lines of the cover take three statements; some documents have others in their place.
    """
    portfolio = assessment.portfolio
    since, marking = _standing(assessment)
    service, standard = portfolio.service, portfolio.standard
    council = service.organisation.name
    return {
        "organisation": council,
        "service": service.name,
        "standard_name": standard.name,
        "template_name": _("%(council)s Corporate Template %(council)s - %(service)s")
        % {"council": council, "service": service.name},
        "assessment": assessment.label,
        "created_at": since,
        "kind": str(assessment.kind_name),
        "visit_days": (assessment.visit_on,) if assessment.visit_on else (),
        "reference": assessment.reference,
        "outcome": _stage(assessment, outcome),
        "outcome_sentence": outcome.sentence,
        "facts": tuple(facts_of(assessment)) if with_facts else (),
        "marking": str(marking.label),
        "is_draft": assessment.completed_at is None,
        "notice": _notice(assessment),
        "language": assessment.edition.language,
        "levels": Levels.from_names(assessment.edition.level_names),
        "ratings": tuple(ratings),
        "style": style_of(assessment),
    }


def style_of(assessment: Assessment) -> HouseStyle:
    """The look of the council whose assessment it is."""
    style = house_style_of(assessment.portfolio.service.organisation)
    if style is None:
        return HouseStyle()
    logo = bytes(style.logo) if style.logo else b""
    held = Logo(logo, style.logo_type, style.logo_says) if logo else None
    return HouseStyle(style.accent_colour, held)


def mark_of(rating: Rating) -> RatingMark:
    return RatingMark(rating.code, rating.letter, rating.name, rating.counts_as, rating.meaning)


def highest(markings: Iterable[str]) -> Marking:
    """The marking of a document that prints items with these."""
    sensitive = Marking.OFFICIAL_SENSITIVE
    return sensitive if sensitive in markings else Marking.OFFICIAL


def _standing(assessment: Assessment) -> tuple[datetime, Marking]:
    """When what the document says last changed, and the highest marking of what it cites.

    The moment stands in the file in place of now, so that the same content makes the same
    file. One statement.
    """
    entries = HistoryEntry.objects.exclude(verb__in=[*SAY_NOTHING_NEW, *all_but_changes()])
    if assessment.is_with_service:
        entries = entries.filter(portfolio_id=assessment.portfolio_id)
    else:
        entries = entries.filter(assessment_id=assessment.pk)
    sensitive = Exists(_cited(assessment).filter(item__marking=Marking.OFFICIAL_SENSITIVE))
    last = entries.order_by("-sequence").values_list("at", sensitive).first()
    at, is_sensitive = last or (assessment.created_at, False)
    return at, Marking.OFFICIAL_SENSITIVE if is_sensitive else Marking.OFFICIAL


def _cited(assessment: Assessment) -> QuerySet:
    if assessment.is_with_service:
        return EvidenceLink.objects.in_use().filter(portfolio=assessment.portfolio_id)
    return SnapshotLink.objects.filter(snapshot=assessment.snapshot_id)


def facts_of(assessment: Assessment) -> Iterable[Fact]:
    """The lines of the cover."""
    for name in assessors_of(assessment):
        yield Fact(_("Assessor"), name)
    if assessment.visit_on:
        yield Fact(_("Site visit"), british(assessment.visit_on))
    if assessment.submitted_at and not assessment.is_with_service:
        yield Fact(_("Evidence submitted"), _done(assessment.submitted_at, assessment.submitted_by))
        for reason, codes in gap_reasons_of(assessment).items():
            yield Fact(_("Submitted with gaps"), f"{in_runs(codes)}: {reason}")
    if assessment.completed_at:
        yield Fact(_("Completed"), _done(assessment.completed_at, assessment.completed_by))
        if assessment.signed_on:
            signed = {"name": assessment.signed_name, "day": british(assessment.signed_on)}
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
        return _("The evidence as it stands, not yet submitted for assessment.")
    if assessment.completed_at is None:
        return _("As submitted. Ratings and comments may change until the assessor signs.")
    return ""


def _done(moment: datetime, person: object) -> str:
    day = british(timezone.localdate(moment))
    return _("%(day)s by %(person)s") % {"day": day, "person": person}


def day_of(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def british(day: date) -> str:
    """A day as documents say it."""
    return dateformat.format(day, "j F Y")
