"""The list of documents in its parts: what is being made, what was issued, drafts."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import ReportFile

WAITING, ISSUED, DRAFTS = range(3)


@dataclass(frozen=True)
class Group:
    """A part of the list with its documents."""

    code: str
    title: Promise
    says: Promise
    documents: list[dict[str, Any]]


TITLES = {
    WAITING: (
        "waiting",
        _("Being made"),
        _("They appear below when they are ready. You can leave this page meanwhile."),
    ),
    ISSUED: (
        "issued",
        _("Issued"),
        _("About what was submitted. Each is kept as it was issued, with its number."),
    ),
    DRAFTS: (
        "drafts",
        _("Drafts"),
        _("How things stood when they were made. A month after a newer one they are removed."),
    ),
}


def in_groups(files: QuerySet[ReportFile]) -> QuerySet[ReportFile]:
    """In the order of the list: by group, then the latest first."""
    group = Case(
        When(made_at__isnull=True, then=Value(WAITING)),
        When(issue_number__isnull=False, then=Value(ISSUED)),
        default=Value(DRAFTS),
        output_field=IntegerField(),
    )
    return files.annotate(group=group).order_by("group", "-asked_at", "-pk")


def grouped(documents: Iterable[dict[str, Any]]) -> list[Group]:
    """Those of one page, put under the titles of their groups."""
    parts = groupby(documents, key=lambda document: document["file"].group)
    return [Group(*TITLES[group], list(members)) for group, members in parts]
