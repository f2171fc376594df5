"""The comparison of an assessment with an earlier one, as the page that compares them says it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.comparison import (
    CriterionPair,
    ElementPair,
    Found,
    Side,
    TwoVisits,
    compare_visits,
)
from assessments.models import Assessment
from assessments.queries import visit_before
from assessments.reckoning import CriterionReckoning
from assessments.wording import Mark
from criteria.enums import CountsAs
from criteria.models import Rating

from ..content import Fact, RatingMark
from ..content.comparison import (
    BETTER,
    LOWER,
    ComparedCriterion,
    ComparedElement,
    ComparisonContent,
    CriterionFigures,
    EvidenceChange,
    VisitFound,
    VisitSide,
    Words,
)
from ..subject import CannotBeMade, Subject
from .frame import british, frame_of, mark_of


def build_comparison(subject: Subject) -> ComparisonContent:
    """The subject beside the visit it is compared with, without one the visit before it.

    At most eight SQL statements. CannotBeMade where there is nothing to compare it with.
    """
    after = subject.assessment
    before = subject.compared_with or visit_before(after)
    if before is None:
        raise CannotBeMade(
            _("There is no visit before “%(label)s” to compare it with.") % {"label": after.label}
        )
    if before == after:
        raise CannotBeMade(_("Choose two different visits to compare."))
    found = compare_visits(before, after)
    scale = list(_scale(before, after))
    frame = frame_of(after, ratings=_marks(scale), outcome=found.b.outcome, with_facts=False)
    content: dict[str, Any] = frame | {
        "title": _("Comparison of two visits"),
        "assessment": _("%(one)s and %(other)s") % {"one": before.label, "other": after.label},
        "kind": "",
        "visit_days": (),
        "reference": "",
        "facts": (
            Fact(_("Compared with"), _told(found.a)),
            Fact(_("Visit"), _told(found.b)),
        ),
        **_standing(found),
        "before": _side(found.a, scale),
        "after": _side(found.b, scale),
        "criteria": tuple(_criterion(pair, scale) for pair in found.criteria),
    }
    return ComparisonContent(**content | _answer(ComparisonContent(**content)))


def _scale(before: Assessment, after: Assessment) -> Iterable[Rating]:
    editions = {before.edition_id, after.edition_id}
    return Rating.objects.filter(edition__in=editions).order_by("-edition", "position", "pk")


def _marks(scale: Iterable[Rating]) -> Iterable[RatingMark]:
    """Each rating once, also where two editions have it."""
    marks: dict[str, RatingMark] = {}
    for rating in scale:
        marks.setdefault(rating.code, mark_of(rating))
    return marks.values()


def _told(side: Side) -> str:
    day = british(side.visit_on) if side.visit_on else _("no day of the visit")
    return _("%(label)s, %(day)s: %(outcome)s") % {
        "label": side.label,
        "day": day,
        "outcome": side.outcome.title,
    }


def _standing(found: TwoVisits) -> dict[str, Any]:
    open_ones = [side.label for side in (found.a, found.b) if not side.is_completed]
    if not open_ones:
        return {"is_draft": False, "notice": ""}
    notice = _("Draft: “%(label)s” is not completed, so this may still change.")
    return {"is_draft": True, "notice": notice % {"label": open_ones[-1]}}


def _answer(content: ComparisonContent) -> dict[str, str]:
    counted = _("%(n)s of %(all)s %(elements)s differ") % {
        "n": len(content.changed),
        "all": len(content.compared),
        "elements": content.levels.element.many.lower(),
    }
    said = [
        _("%(n)s rated better") % {"n": content.better},
        _("%(n)s rated lower") % {"n": content.lower},
        ngettext(
            "%(n)s with another comment", "%(n)s with other comments", content.with_other_comment
        )
        % {"n": content.with_other_comment},
        _("%(n)s with other evidence") % {"n": content.with_other_evidence},
    ]
    return {
        "outcome_heading": _("What changed"),
        "outcome": counted,
        "outcome_sentence": ", ".join(said) + ".",
    }


def _side(side: Side, scale: Iterable[Rating]) -> VisitSide:
    return VisitSide(
        label=side.label,
        kind=str(side.kind_name),
        outcome=side.outcome.title,
        reason=side.outcome.reason,
        is_completed=side.is_completed,
        visit_on=side.visit_on,
        signed_by=side.signed_name,
        rated=side.reckoning.rated,
        elements=side.reckoning.elements,
        counts=tuple((code, _count(side, code)) for code in _codes(scale)),
    )


def _codes(scale: Iterable[Rating]) -> list[str]:
    return list(dict.fromkeys(rating.code for rating in scale))


def _count(side: Side, code: str) -> int:
    return sum(bool(each.rating and each.rating.code == code) for each in side.elements.values())


def _criterion(pair: CriterionPair, scale: list[Rating]) -> ComparedCriterion:
    places = {rating.pk: place for place, rating in enumerate(scale)}
    return ComparedCriterion(
        code=pair.code,
        title=pair.title,
        before=_figures(pair.a),
        after=_figures(pair.b),
        elements=tuple(_element(each, places) for each in pair.elements),
    )


def _figures(part: CriterionReckoning | None) -> CriterionFigures | None:
    if part is None:
        return None
    return CriterionFigures(part.elements, part.rated, part.partials_used, part.partials_allowed)


def _element(pair: ElementPair, places: Mapping[int, int]) -> ComparedElement:
    marks = pair.both_commented
    return ComparedElement(
        code=pair.either.code,
        text=pair.either.text,
        before=_found(pair.a, [row.my_words for row in pair.comments], marks=marks),
        after=_found(pair.b, [row.their_words for row in pair.comments], marks=marks),
        evidence=tuple(
            EvidenceChange(cited.code, cited.title, str(change.value))
            for cited, change in pair.evidence
        ),
        rating_moved=pair.rating_moved,
        self_rating_moved=pair.self_rating_moved,
        comment_moved=pair.comment_moved,
        evidence_moved=pair.evidence_moved,
        direction=_direction(pair, places),
    )


def _found(found: Found | None, lines: list, *, marks: bool) -> VisitFound | None:
    if found is None:
        return None
    return VisitFound(
        rating=mark_of(found.rating) if found.rating else None,
        self_rating=mark_of(found.self_rating) if found.self_rating else None,
        comment=tuple(
            tuple(Words(piece.text, marks and piece.mark == Mark.ADDED) for piece in line)
            for line in lines
            if line
        ),
        in_review=found.in_review,
        carried_from=found.carried_from,
    )


def _direction(pair: ElementPair, places: Mapping[int, int]) -> str:
    """Better or lower, where one scale tells: its best rating stands first."""
    before, after = (each.rating if each else None for each in (pair.a, pair.b))
    if before is None or after is None or before.edition_id != after.edition_id:
        return ""
    if CountsAs.EXCLUDED in (before.counts_as, after.counts_as) or before == after:
        return ""
    return BETTER if places[after.pk] < places[before.pk] else LOWER
