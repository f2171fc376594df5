"""What the filters of the evidence list offer, each choice with the number behind it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from evidence.enums import Freshness, LinkStatus, Marking, Scope
from evidence.models import Portfolio
from evidence.queries import FILE_KINDS, NO_FILE, Headed, Shelf

NOBODY = "nobody"
Choices = list[tuple[str, Any]]

STATUSES: Choices = list(LinkStatus.choices)
AGES: Choices = list(Freshness.choices)
MARKINGS: Choices = list(Marking.choices)
FILES: Choices = [
    *((kind, name) for kind, (name, _starts) in FILE_KINDS.items()),
    (NO_FILE, _("No file yet")),
]
UNLINKED: Choices = [("yes", _("Not linked to an element"))]
WITHDRAWN: Choices = [("yes", _("Withdrawn"))]


def scopes(portfolio: Portfolio) -> Choices:
    return [
        (Scope.SERVICE.value, portfolio.service.name),
        (Scope.CORPORATE.value, Scope.CORPORATE.label),
    ]


def with_numbers(choices: Iterable[tuple[str, Any]], numbers: Mapping[str, int]) -> Choices:
    """Each choice with the number of items behind it, beside its name."""
    return [
        (
            value,
            format_html(
                '<span>{}</span> <span class="cse-filter__n">{}</span>', name, numbers[str(value)]
            ),
        )
        for value, name in choices
    ]


def owners(shelf: Shelf) -> Choices:
    return [
        (NOBODY, _("Nobody yet")),
        *((pk, f"{name} ({ages.total()})") for (pk, name), ages in shelf.owners.items()),
    ]


def teams(shelf: Shelf) -> Choices:
    return [(pk, f"{name} ({number})") for (pk, name), number in shelf.teams.items()]


def headings(elements: Iterable[Headed]) -> Choices:
    """Criteria as groups, each beginning with the whole of it, then sub-criteria and elements."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for element in elements:
        group = groups.setdefault(
            f"{element.criterion} {element.criterion_title}",
            [(element.criterion, _whole(element.criterion))],
        )
        sub = (element.sub_criterion, f"{element.sub_criterion} {element.sub_criterion_title}")
        if sub not in group:
            group.append(sub)
        group.append((element.code, element.code))
    return list(groups.items())


def _whole(code: str) -> str:
    return str(_("All of %(code)s")) % {"code": code}
