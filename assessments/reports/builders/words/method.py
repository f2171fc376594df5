"""How the visit was made: what was read, by which scale and rule, and what was asked for."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from criteria.enums import CountsAs

from .basis import Basis
from .prose import both, british, listed, paragraph, said, text_of


def method(basis: Basis) -> str:
    scale = _(
        "Each %(element)s is judged by its evidence, by what the service says of itself and by"
        " what was seen at the visit, and rated on this scale:"
    ) % {"element": basis.element}
    left_out = ngettext(
        "%(count)d %(element)s does not apply to the service. The assessor agrees:",
        "%(count)d %(elements)s do not apply to the service. The assessor agrees:",
        len(basis.not_applicable),
    ) % {
        "count": len(basis.not_applicable),
        "element": basis.element,
        "elements": basis.elements,
    }
    return text_of(
        paragraph(*_reading(basis)),
        listed(scale, _scale(basis)),
        rule_of(basis),
        paragraph(*_requests(basis)),
        listed(left_out, said(basis.not_applicable)),
    )


def _reading(basis: Basis) -> Iterator[str]:
    visit, items = basis.visit, basis.tally.items
    if basis.submitted_on is None:
        yield _("The service has not submitted its self-assessment yet.")
    else:
        yield ngettext(
            "The service submitted its self-assessment with %(count)d item of evidence on %(day)s.",
            "The service submitted its self-assessment with %(count)d items of evidence on"
            " %(day)s.",
            items,
        ) % {"count": items, "day": british(basis.submitted_on)}
        if visit.opened_on and visit.closed_on:
            words = (
                _("The evidence is read in a desktop review, from %(first)s to %(last)s.")
                if visit.read is None
                else _(
                    "In a desktop review, for which access was given from %(first)s to %(last)s,"
                    " %(read)d of %(count)d items were opened in the portal."
                )
            )
            yield words % {
                "first": british(visit.opened_on),
                "last": british(visit.closed_on),
                "read": visit.read,
                "count": items,
            }
    if basis.visit_on:
        yield _("The day of the site visit is %(day)s.") % {"day": british(basis.visit_on)}
    else:
        yield _("No day of a site visit is recorded.")


def _scale(basis: Basis) -> Iterator[str]:
    for mark in basis.ratings:
        yield f"{mark.name}: {mark.meaning}" if mark.meaning else mark.name


def rule_of(basis: Basis) -> str:
    """The rule for passing in a sentence, as the edition has it."""
    limited = [each for each in basis.criteria if each.partials_allowed is not None]
    partial, not_met = basis.names_of(CountsAs.PARTIAL), basis.names_of(CountsAs.NOT_MET)
    parts = []
    if limited and partial:
        each = (
            _("%(allowed)d in %(code)s") % {"allowed": c.partials_allowed, "code": c.code}
            for c in limited
        )
        limits = {"name": partial, "elements": basis.elements, "limits": both(each)}
        parts.append(_("at most so many %(elements)s are %(name)s: %(limits)s") % limits)
    if not_met:
        parts.append(_not_met(basis, not_met))
    if not parts:
        return ""
    return _("The standard is met when %(rule)s.") % {"rule": _("; and when ").join(parts)}


def _not_met(basis: Basis, name: str) -> str:
    allowed = basis.reckoning.not_met_allowed
    if not allowed:
        return _("no %(element)s is %(name)s") % {"element": basis.element, "name": name}
    return ngettext(
        "at most %(count)d %(element)s is %(name)s",
        "at most %(count)d %(elements)s are %(name)s",
        allowed,
    ) % {"count": allowed, "element": basis.element, "elements": basis.elements, "name": name}


def _requests(basis: Basis) -> Iterator[str]:
    if basis.submitted_on is None:
        return
    asked = basis.visit.requests
    if not asked:
        yield _("No further evidence was asked for.")
        return
    yield ngettext(
        "The assessor asked for further evidence once.",
        "The assessor asked for further evidence %(count)d times.",
        asked,
    ) % {"count": asked}
    added = {line.code for e in basis.tally.elements for line in e.evidence if line.on_request}
    if added:
        yield ngettext(
            "%(count)d item was added on request: %(codes)s.",
            "%(count)d items were added on request: %(codes)s.",
            len(added),
        ) % {"count": len(added), "codes": ", ".join(sorted(added))}
    else:
        yield _("Nothing was added to what had been submitted.")
