"""The outcome of an assessment in words, from its reckoning."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.reckoning import CriterionReckoning, Reckoning
from criteria.enums import CountsAs
from criteria.models import Edition, Rating
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


def why(reckoning: Reckoning, edition: Edition) -> list[str]:
    """What decides, each in a sentence that names the elements; empty where all is well."""
    return [*_too_many_partials(reckoning, edition), *_too_many_not_met(reckoning, edition)]


def _too_many_partials(reckoning: Reckoning, edition: Edition) -> Iterator[str]:
    for part in reckoning.over:
        yield ngettext(
            "%(level)s %(code)s has %(used)d partial, %(allowed)d are allowed: %(codes)s",
            "%(level)s %(code)s has %(used)d partials, %(allowed)d are allowed: %(codes)s",
            part.partials_used,
        ) % {
            "level": edition.level_names["criterion"]["one"],
            "code": part.criterion.code,
            "used": part.partials_used,
            "allowed": part.partials_allowed or 0,
            "codes": ", ".join(part.partial_codes),
        }


def _too_many_not_met(reckoning: Reckoning, edition: Edition) -> Iterator[str]:
    if reckoning.not_met > reckoning.not_met_allowed:
        level = edition.level_names["element"]["one" if reckoning.not_met == 1 else "many"]
        yield ngettext(
            "%(count)d %(level)s is not met, %(allowed)s allowed: %(codes)s",
            "%(count)d %(level)s are not met, %(allowed)s allowed: %(codes)s",
            reckoning.not_met,
        ) % {
            "count": reckoning.not_met,
            "level": level.lower(),
            "allowed": reckoning.not_met_allowed or _("none"),
            "codes": ", ".join(reckoning.not_met_codes),
        }


def verdict_of(part: CriterionReckoning) -> str:
    """One criterion's outcome in a word or two."""
    if part.is_over:
        return _("Too many partials")
    if part.not_met:
        return _("Has elements not met")
    if not part.unrated:
        return _("Met")
    return _("No partial left") if part.is_at_limit else _("On course")
