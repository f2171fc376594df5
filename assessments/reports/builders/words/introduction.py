"""What the report is about, what was under review, and how it compares with the visit before."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .basis import Basis, Before
from .prose import both, paragraph, text_of


def introduction(basis: Basis) -> str:
    about = _(
        "This report gives the findings of %(label)s: the assessment of %(service)s,"
        " %(organisation)s, against %(standard)s."
    ) % vars(basis)
    return text_of(about, paragraph(*_coverage(basis)), _comparison(basis))


def _coverage(basis: Basis) -> Iterator[str]:
    tally, levels = basis.tally, basis.levels
    yield _("%(standard)s has %(total)d %(elements)s in %(count)d %(criteria)s.") % {
        "standard": basis.standard,
        "total": tally.total,
        "elements": basis.elements,
        "count": len(basis.criteria),
        "criteria": (
            levels.criterion.one if len(basis.criteria) == 1 else levels.criterion.many
        ).lower(),
    }
    reviewed = sum(element.in_review for element in tally.elements)
    left = tally.total - reviewed
    if not left:
        yield _("All of them are under review at this visit.")
        return
    yield _("%(count)d of them are under review at this visit.") % {"count": reviewed}
    years = sorted({e.carried_from for e in tally.elements if e.carried_from and e.rating})
    if tally.carried:
        yield ngettext(
            "%(count)d rating is carried forward from %(years)s.",
            "%(count)d ratings are carried forward from %(years)s.",
            tally.carried,
        ) % {"count": tally.carried, "years": both(years)}


def _comparison(basis: Basis) -> str:
    before = basis.before
    if before is None:
        return ""
    outcome = (
        _("The rule for passing was met at the visit before, %(label)s.")
        if before.passed
        else _("The rule for passing was not met at the visit before, %(label)s.")
    ) % {"label": before.label}
    return paragraph(outcome, *(_moved(before) if basis.reckoning.rated else ()))


def _moved(before: Before) -> Iterator[str]:
    if before.better:
        yield ngettext(
            "%(count)d rating is better than it was then (%(codes)s).",
            "%(count)d ratings are better than they were then (%(codes)s).",
            len(before.better),
        ) % {"count": len(before.better), "codes": ", ".join(before.better)}
    if before.worse:
        yield ngettext(
            "%(count)d rating is worse than it was then (%(codes)s).",
            "%(count)d ratings are worse than they were then (%(codes)s).",
            len(before.worse),
        ) % {"count": len(before.worse), "codes": ", ".join(before.worse)}
    if not before.better and not before.worse:
        yield _("No rating has changed since.")
