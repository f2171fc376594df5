"""The evidence index for spreadsheets: items, their files, and what they are cited for."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..content.index import EvidenceIndex, IndexedItem, IndexedVersion
from .table import Cell, Table


def index_tables(content: EvidenceIndex) -> tuple[Table, ...]:
    """A table of the items, one of their files and one of what they are cited for."""
    return items_table(content), files_table(content), citations_table(content)


def items_table(content: EvidenceIndex) -> Table:
    """A row for each item; what only the service is told has no column for the assessor."""
    kept = (_("Team"), _("Owner"), _("Protective marking"), _("Withdrawn"), _("Why withdrawn"))
    columns = (
        *(_("Code"), _("Title"), _("Scope"), _("Status"), _("Freshness"), _("Why stale")),
        *(_("Times cited"), _("Files")),
        *(() if content.by_assessor else kept),
    )
    rows = (_item(item, kept=not content.by_assessor) for item in content.items)
    return Table("items", _("Items"), columns, tuple(rows))


def _item(item: IndexedItem, *, kept: bool) -> tuple[Cell, ...]:
    known: tuple[Cell, ...] = (
        *(item.code, item.title, _scope(item), list_name(item.status)),
        *(item.freshness, item.stale, len(item.cited_for), len(item.versions)),
    )
    if not kept:
        return known
    return (*known, item.team, item.owner, item.marking, item.withdrawn_on, item.withdrawn_reason)


def _scope(item: IndexedItem) -> str:
    return _("Corporate") if item.is_corporate else _("Service")


def files_table(content: EvidenceIndex) -> Table:
    columns = (
        *(_("Code"), _("Version"), _("What it is"), _("Beside version"), _("Name of the file")),
        *(_("Size in bytes"), _("SHA-256"), _("Added"), _("Added by"), _("Submitted")),
        *(_("Web address"), _("Cannot be read")),
    )
    rows = ((item.code, *_version(version)) for item in content.items for version in item.versions)
    return Table("files", _("Files"), columns, tuple(rows))


def _version(version: IndexedVersion) -> tuple[Cell, ...]:
    roles = {
        "original": _("Original"),
        "redacted": _("Redacted copy"),
        "picture": _("Picture"),
    }
    return (
        *(version.number, roles.get(version.role, version.role), version.of_number),
        *(version.file_name, version.size, version.sha256, version.added_on, version.added_by),
        _("yes") if version.is_submitted else _("no"),
        *(version.address, version.trouble),
    )


def citations_table(content: EvidenceIndex) -> Table:
    columns = (
        *(content.levels.element.one, _("List"), _("Place"), _("Code"), _("Title")),
        *(_("Version submitted"), _("Added on request")),
    )
    return Table("citations", _("Cited for"), columns, tuple(_citations(content)))


def _citations(content: EvidenceIndex) -> Iterator[tuple[Cell, ...]]:
    for criterion in content.criteria:
        for lists in criterion.elements:
            for held in (*lists.new, *lists.active, *lists.corporate):
                place = held.citation
                yield (
                    *(place.element_code, list_name(place.listing), place.position),
                    *(held.item.code, held.item.title, place.version, place.on_request),
                )


def list_name(listing: str) -> str:
    """The printed name of a list; that of none for an item that is not cited."""
    names = {"new": _("New"), "active": _("Active"), "corporate": _("Corporate")}
    return names.get(listing, _("Not cited"))
