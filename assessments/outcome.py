"""The outcome of an assessment in words, from its reckoning."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.reckoning import CriterionReckoning, Reckoning
from criteria.enums import CountsAs
from criteria.models import Rating
from criteria.queries import rating_names


@dataclass(frozen=True)
class Outcome:
    """How the assessment stands: in a few words, why, and in a sentence of its own."""

    title: str
    reason: str
    sentence: str


def outcome_of(reckoning: Reckoning, ratings: Iterable[Rating]) -> Outcome:
    """The outcome if nothing more were rated; `ratings` is the scale, for its own words."""
    not_met = " / ".join(rating_names(ratings, CountsAs.NOT_MET))
    return Outcome(_title(reckoning), _reason(reckoning, not_met), _sentence(reckoning))


def _title(reckoning: Reckoning) -> str:
    if not reckoning.rated:
        return _("Nothing is rated yet")
    if reckoning.unrated:
        return (
            _("Standard met as it stands")
            if reckoning.passes
            else _("Standard not met as it stands")
        )
    return _("Standard met") if reckoning.passes else _("Standard not met")


def _reason(reckoning: Reckoning, not_met: str) -> str:
    partials = ngettext("%(n)d partial", "%(n)d partials", reckoning.partials) % {
        "n": reckoning.partials
    }
    over = ", ".join(part.criterion.code for part in reckoning.over)
    parts = [
        f"{partials}, " + (_("too many in %(codes)s") % {"codes": over} if over else _("none over"))
    ]
    if not_met:
        parts.append(f"{reckoning.not_met or _('none')} {not_met}")
    return "; ".join(parts)


def _sentence(reckoning: Reckoning) -> str:
    if not reckoning.rated:
        return _("No rating has been given yet.")
    if not reckoning.unrated:
        words = _("All %(all)d are rated.")
        rule = _("The rule for passing is met."), _("The rule for passing is not met.")
    else:
        words = _("%(rated)d of %(all)d have a rating, %(left)d are still to be rated.")
        rule = (
            _("So far the rule for passing is met."),
            _("The rule for passing cannot be met any more with these ratings."),
        )
    counted = words % {
        "rated": reckoning.rated,
        "all": reckoning.elements,
        "left": reckoning.unrated,
    }
    return f"{counted} {rule[0 if reckoning.passes else 1]}"


def verdict_of(part: CriterionReckoning) -> str:
    """One criterion's outcome in a word or two."""
    if part.is_over:
        return _("Too many partials")
    if part.not_met:
        return _("Has elements not met")
    if not part.unrated:
        return _("Met")
    return _("No partial left") if part.is_at_limit else _("On course")
