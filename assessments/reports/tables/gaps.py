"""The gap report for spreadsheets."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..content.gaps import GapReport, ItemNote
from .table import Cell, Table


def gap_tables(content: GapReport) -> tuple[Table, ...]:
    """What each element lacks, the elements with owners and days, and what else there is."""
    return (
        gaps_table(content),
        elements_table(content),
        items_table(content),
        improvements_table(content),
        requests_table(content),
    )


def gaps_table(content: GapReport) -> Table:
    """A row for each gap, so that a filter finds what is whose."""
    columns = (
        *(content.levels.element.one, _("Text"), _("Owner"), _("Due"), _("Days late")),
        *(_("Kind"), _("Missing"), _("What is said"), _("What to do"), _("Items")),
    )
    return Table("gaps", _("Gaps"), columns, tuple(_gaps(content)))


def _gaps(content: GapReport) -> Iterator[tuple[Cell, ...]]:
    headings = {kind.code: kind.heading for kind in content.kinds}
    for element in content.under_review:
        for gap in element.gaps:
            yield (
                *(element.code, element.text, element.owner, element.due_on),
                element.days_late or None,
                headings.get(gap.kind, gap.kind),
                _("missing") if gap.blocks else _("worth a look"),
                *(gap.message, gap.action, ", ".join(gap.codes)),
            )


def elements_table(content: GapReport) -> Table:
    columns = (
        *(content.levels.element.one, _("Text"), _("Owner"), _("Due"), _("Days late")),
        *(_("Ready"), _("Missing"), _("Worth a look")),
    )
    rows = (
        (
            *(element.code, element.text, element.owner, element.due_on),
            element.days_late or None,
            _("yes") if element.is_ready else _("no"),
            *(len(element.missing), len(element.worth_a_look)),
        )
        for element in content.under_review
    )
    return Table("elements", content.levels.element.many, columns, tuple(rows))


def items_table(content: GapReport) -> Table:
    columns = (
        *(_("Kind"), _("Code"), _("Title"), _("Owner"), _("Why stale")),
        *(_("Times cited"), _("Cited for")),
    )
    kinds = (
        (_("Cited for too much"), content.over_cited),
        (_("Stale"), content.stale),
        (_("Not cited"), content.uncited),
    )
    rows = ((kind, *_note(note)) for kind, notes in kinds for note in notes)
    return Table("items", _("Evidence"), columns, tuple(rows))


def _note(note: ItemNote) -> tuple[Cell, ...]:
    elements = len(note.elements), ", ".join(note.elements)
    return (note.code, note.title, note.owner, note.why, *elements)


def improvements_table(content: GapReport) -> Table:
    columns = (
        *(content.levels.element.one, _("What is to be done"), _("Visit"), _("Owner")),
        *(_("Due"), _("Days late"), _("Progress")),
    )
    rows = (
        (
            *(each.element_code, each.text, each.visit, each.owner),
            *(each.due_on, each.days_late, each.progress),
        )
        for each in content.improvements
    )
    return Table("improvements", _("Overdue improvements"), columns, tuple(rows))


def requests_table(content: GapReport) -> Table:
    columns = (
        *(content.levels.element.one, _("What is asked"), _("Asked by"), _("Asked on")),
        *(_("Days since"), _("Owner")),
    )
    rows = (
        (
            *(each.element_code, each.question, each.asked_by, each.asked_on),
            *(each.days, each.owner),
        )
        for each in content.requests
    )
    return Table("requests", _("Waiting requests"), columns, tuple(rows))
