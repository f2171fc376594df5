"""The elements and their evidence, of documents that go through the standard."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..content import AssessedPaper, RatingMark
from .table import Cell, Table


def summary_tables(content: AssessedPaper) -> tuple[Table, ...]:
    """The elements with their ratings, and the evidence in the order of its lists."""
    return elements_table(content), evidence_table(content)


def elements_table(content: AssessedPaper) -> Table:
    columns = (
        content.levels.element.one,
        _("Text"),
        _("Under review"),
        _("Self-rating"),
        _("Rating"),
        _("Carried forward from"),
        _("Assessor’s comment"),
        _("Accepted by"),
        _("Accepted on"),
    )
    rows = (
        (
            element.code,
            element.text,
            _("yes") if element.in_review else _("no"),
            _name(element.self_rating),
            _name(element.rating),
            element.carried_from,
            element.finding,
            element.accepted_by,
            element.accepted_on,
        )
        for element in content.elements
    )
    return Table("elements", content.levels.element.many, columns, tuple(rows))


def evidence_table(content: AssessedPaper) -> Table:
    columns = (
        content.levels.element.one,
        _("List"),
        _("Code"),
        _("Title"),
        _("Where to look"),
        content.levels.clause.one,
        _("Why it matters"),
    )
    return Table("evidence", _("Evidence"), columns, tuple(_evidence(content)))


def _evidence(content: AssessedPaper) -> Iterator[tuple[Cell, ...]]:
    for element in content.elements:
        lists = ((_("New"), element.new), (_("Active"), element.active))
        for name, lines in (*lists, (_("Corporate"), element.corporate)):
            for line in lines:
                yield (
                    element.code,
                    name,
                    line.code,
                    line.title,
                    line.locator,
                    line.clause_code,
                    line.rationale,
                )


def _name(mark: RatingMark | None) -> str:
    return mark.name if mark else ""
