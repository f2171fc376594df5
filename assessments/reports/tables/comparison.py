"""Two visits for spreadsheets: side by side, element by element, item by item."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..content import RatingMark
from ..content.comparison import ComparedElement, ComparisonContent, CriterionFigures, VisitFound
from .table import Cell, Table


def comparison_tables(content: ComparisonContent) -> tuple[Table, ...]:
    """How each ended, what was found of each element, and what became of its evidence."""
    return overview_table(content), elements_table(content), changes_table(content)


def overview_table(content: ComparisonContent) -> Table:
    columns = (_("What"), content.before.label, content.after.label)
    return Table("overview", _("Side by side"), columns, tuple(_overview(content)))


def _overview(content: ComparisonContent) -> Iterator[tuple[Cell, ...]]:
    before, after = content.before, content.after
    yield _("Kind of visit"), before.kind, after.kind
    yield _("Day of the visit"), before.visit_on, after.visit_on
    yield _("Outcome"), before.outcome, after.outcome
    yield _("Why"), before.reason, after.reason
    yield _("Rated"), before.rated, after.rated
    for row in content.rating_rows:
        yield row.mark.name, row.before, row.after
    for criterion in content.criteria:
        named = _("Partials in %(code)s") % {"code": criterion.code}
        yield named, _partials(criterion.before), _partials(criterion.after)


def _partials(figures: CriterionFigures | None) -> Cell:
    return figures.partials_used if figures else None


def elements_table(content: ComparisonContent) -> Table:
    before, after = content.before.label, content.after.label
    columns = (
        *(content.levels.element.one, _("Text"), _("Differs"), _("Direction")),
        *(_("Rating, %s") % before, _("Rating, %s") % after),
        *(_("Self-rating, %s") % before, _("Self-rating, %s") % after),
        *(_("Comment, %s") % before, _("Comment, %s") % after),
        _("Evidence changed"),
    )
    rows = (_element(element) for element in content.compared)
    return Table("elements", content.levels.element.many, columns, tuple(rows))


def _element(element: ComparedElement) -> tuple[Cell, ...]:
    directions = {"better": _("better"), "lower": _("lower")}
    sides = element.before, element.after
    return (
        *(element.code, element.text, _yes(element.is_changed)),
        directions.get(element.direction, ""),
        *(_mark(found.rating if found else None) for found in sides),
        *(_mark(found.self_rating if found else None) for found in sides),
        *(_comment(found) for found in sides),
        _yes(element.evidence_moved),
    )


def _mark(mark: RatingMark | None) -> str:
    return mark.name if mark else ""


def _comment(found: VisitFound | None) -> str:
    return found.comment_text if found else ""


def _yes(so: bool) -> str:
    return _("yes") if so else _("no")


def changes_table(content: ComparisonContent) -> Table:
    columns = (content.levels.element.one, _("Code"), _("Title"), _("What became of it"))
    names = {
        "new": _("new"),
        "refreshed": _("newer version"),
        "dropped": _("no longer used"),
        "unchanged": _("unchanged"),
    }
    rows = (
        (element.code, each.code, each.title, names.get(each.change, each.change))
        for element in content.compared
        for each in element.evidence
    )
    return Table("evidence", _("Evidence"), columns, tuple(rows))
