"""What stood out, and what was found in each criterion."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...content import MET, CriterionContent, RatingMark
from .basis import Basis
from .prose import both, listed, paragraph, said, text_of


def strengths(basis: Basis) -> str:
    if not basis.reckoning.rated:
        return _("Nothing is rated yet.")
    marked = text_of(
        listed(_("These stood out:"), said(basis.strengths)),
        listed(_("Good practice, worth copying by other services:"), said(basis.good_practice)),
    )
    return marked or text_of(
        _("No %(element)s is marked as a strength.") % {"element": basis.element}, _highest(basis)
    )


def _highest(basis: Basis) -> str:
    """The elements with the best of several ratings that count as met."""
    met = [mark for mark in basis.ratings if mark.counts_as == MET]
    if len(met) < 2:
        return ""
    codes = [e.code for e in basis.tally.elements if e.rating == met[0]]
    if not codes:
        return ""
    return _("Rated %(name)s: %(codes)s.") % {"name": met[0].name, "codes": ", ".join(codes)}


def findings_in(basis: Basis, criterion: CriterionContent) -> str:
    """How the ratings of the criterion stand, and what decides its outcome."""
    return text_of(
        paragraph(*_ratings(basis, criterion), *_outcome(criterion)),
        paragraph(
            _named(_("Strengths: %(codes)s."), basis.strengths, criterion),
            _named(_("Areas for improvement: %(codes)s."), basis.improvements, criterion),
        ),
    )


def _ratings(basis: Basis, criterion: CriterionContent) -> Iterator[str]:
    tally = criterion.tally
    reviewed = sum(element.in_review for element in criterion.elements)
    yield ngettext(
        "%(reviewed)d of %(count)d %(element)s is under review.",
        "%(reviewed)d of %(count)d %(elements)s are under review.",
        tally.total,
    ) % {
        "reviewed": reviewed,
        "count": tally.total,
        "element": basis.element,
        "elements": basis.elements,
    }
    counts = [_counted(mark, criterion) for mark in basis.ratings if tally.by_rating[mark.code]]
    if counts:
        yield _("Rated: %(counts)s.") % {"counts": both(counts)}
    if tally.to_rate:
        yield _("Still to be rated: %(count)d.") % {"count": tally.to_rate}


def _counted(mark: RatingMark, criterion: CriterionContent) -> str:
    """How many have the rating; those that do not meet the standard in full by name."""
    codes = [e.code for e in criterion.elements if e.rating == mark]
    counted = f"{len(codes)} {mark.name}"
    return counted if mark.counts_as == MET else f"{counted} ({', '.join(codes)})"


def _outcome(criterion: CriterionContent) -> Iterator[str]:
    if criterion.partials_allowed is not None:
        yield _("%(used)d of %(allowed)d partials allowed are used.") % {
            "used": criterion.partials_used,
            "allowed": criterion.partials_allowed,
        }
    if criterion.verdict:
        yield f"{criterion.verdict}."


def _named(sentence: str, remarks: tuple, criterion: CriterionContent) -> str:
    here = {element.code for element in criterion.elements}
    codes = [each.element_code for each in remarks if each.element_code in here]
    return sentence % {"codes": ", ".join(codes)} if codes else ""
