"""How the visit ends: the outcome, and what is recommended because of it.

All of it follows from the reckoning, and none of it is written where something is unrated.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .basis import Basis
from .prose import both, listed, paragraph, text_of


def conclusion(basis: Basis) -> str:
    reckoning = basis.reckoning
    if not reckoning.rated:
        return basis.outcome.sentence
    standing = _reasons(basis) or _nothing_against(basis)
    return text_of(basis.outcome.sentence, standing, _what_stood_out(basis))


def recommended(basis: Basis) -> str:
    """The recommendation in a sentence, as the outcome and the kind of visit have it."""
    reckoning, names = basis.reckoning, {"service": basis.service, "standard": basis.standard}
    if reckoning.unrated or not reckoning.rated:
        return _("Nothing can be recommended before every %(element)s is rated.") % {
            "element": basis.element
        }
    if reckoning.passes:
        words = (
            _("The assessor recommends that %(standard)s be awarded to %(service)s.")
            if basis.is_first
            else _("The assessor recommends that %(service)s continue to hold %(standard)s.")
        )
    else:
        words = (
            _(
                "The assessor recommends that %(standard)s not be awarded to %(service)s"
                " until what stands in the way is put right."
            )
            if basis.is_first
            else _(
                "The assessor recommends that %(service)s not continue to hold %(standard)s"
                " unless what stands in the way is put right."
            )
        )
    return words % names


def recommendation(basis: Basis) -> str:
    """What has to follow, whichever way it ends."""
    reckoning = basis.reckoning
    if reckoning.unrated or not reckoning.rated:
        return ""
    stands = "" if reckoning.passes else _reasons(basis)
    return text_of(stands, paragraph(_to_follow_up(basis), _next_visit(basis)))


def _reasons(basis: Basis) -> str:
    return listed(_("What stands in the way:"), basis.reasons)


def _nothing_against(basis: Basis) -> str:
    if any(criterion.partials_allowed is not None for criterion in basis.criteria):
        return _("No %(criterion)s has more partials than it may.") % {
            "criterion": basis.levels.criterion.one.lower()
        }
    return ""


def _what_stood_out(basis: Basis) -> str:
    strengths, practice = len(basis.strengths), len(basis.good_practice)
    areas = len(basis.improvements)
    counts = [
        strengths and ngettext("%(n)d strength", "%(n)d strengths", strengths) % {"n": strengths},
        practice
        and ngettext("%(n)d example of good practice", "%(n)d examples of good practice", practice)
        % {"n": practice},
        areas
        and ngettext("%(n)d area for improvement", "%(n)d areas for improvement", areas)
        % {"n": areas},
    ]
    named = [count for count in counts if count]
    return _("This report names %(counts)s.") % {"counts": both(named)} if named else ""


def _to_follow_up(basis: Basis) -> str:
    areas = len(basis.improvements)
    if not areas:
        return ""
    return ngettext(
        "The service follows up the area for improvement that is named above.",
        "The service follows up the %(n)d areas for improvement that are named above.",
        areas,
    ) % {"n": areas}


def _next_visit(basis: Basis) -> str:
    """What the scheme has next; nothing where it does not tell."""
    scheme, kind = basis.scheme, basis.kind
    if scheme.is_remedial(kind) and basis.before:
        kind = basis.before.kind
    if not basis.reckoning.passes and scheme.remedial:
        following = scheme.remedial
    elif basis.reckoning.passes and scheme.find(kind):
        following = scheme.after(kind)
    else:
        return ""
    return _("The next visit of the scheme: %(name)s.") % {"name": following.name}
