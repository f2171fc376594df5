"""The key information at the head of the assessor's report."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.models import Assessment

from ..content import Fact
from .words.basis import Basis
from .words.prose import both, british


def visit_facts(assessment: Assessment) -> Iterator[Fact]:
    """Whose assessment it is, and against what."""
    portfolio = assessment.portfolio
    yield Fact(_("Organisation"), portfolio.service.organisation.name)
    yield Fact(_("Service"), portfolio.service.name)
    yield Fact(_("Standard"), f"{portfolio.standard.name}, {assessment.edition.name}")
    yield Fact(_("Assessment"), assessment.label)
    yield Fact(_("Kind of visit"), str(assessment.kind_name))
    if assessment.reference:
        yield Fact(_("Reference"), assessment.reference)


def figures(basis: Basis) -> Iterator[Fact]:
    """What was looked at, what was asked for, and the outcome."""
    visit = basis.visit
    if visit.opened_on and visit.closed_on:
        days = {"first": british(visit.opened_on), "last": british(visit.closed_on)}
        yield Fact(_("Desktop review"), _("Access from %(first)s to %(last)s") % days)
    yield Fact(_("Under review"), _of_all(basis))
    carried = [e for e in basis.tally.elements if e.carried_from and e.rating]
    if carried:
        years = both(sorted({element.carried_from for element in carried}))
        words = _("%(count)d ratings, from %(years)s") % {"count": len(carried), "years": years}
        yield Fact(_("Carried forward"), words)
    if basis.not_applicable:
        yield Fact(_("Not applicable"), ", ".join(r.element_code for r in basis.not_applicable))
    if basis.submitted_on:
        yield Fact(_("Requests for evidence"), str(visit.requests))
    yield Fact(_("Outcome"), basis.outcome.title)


def _of_all(basis: Basis) -> str:
    tally = basis.tally
    return _("%(count)d of %(total)d %(elements)s") % {
        "count": sum(element.in_review for element in tally.elements),
        "total": tally.total,
        "elements": basis.elements,
    }
