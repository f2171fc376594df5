"""The tables of the assessor's report."""

from django.utils.translation import gettext as _

from ..content import AssessedPaper
from .assessed import elements_table
from .table import Table


def assessor_tables(content: AssessedPaper) -> tuple[Table, ...]:
    """The compliance table, and what is to be improved."""
    return elements_table(content), improvements_table(content)


def improvements_table(content: AssessedPaper) -> Table:
    columns = (
        content.levels.element.one,
        _("Rating"),
        _("What to improve"),
        _("Owner"),
        _("By"),
    )
    rows = (
        (
            each.element_code,
            each.rating.name if each.rating else "",
            each.text,
            each.owner,
            each.due_on,
        )
        for each in content.improvements
    )
    return Table("improvements", _("Areas for improvement"), columns, tuple(rows))
