"""Where documents are looked at from: the service's pages or the assessor's."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Max, QuerySet
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from assessments.models import Assessment, ReportFile
from assessments.queries import open_or_latest
from assessments.views.desk_frame import desk_frame
from evidence.models import Portfolio

from ..kinds import KINDS, PDF, Kind
from ..subject import Subject
from ..waiting import is_overdue, may_be_asked_again
from .visits import Visits


@dataclass(frozen=True)
class Shelf:
    """The documents that the reader may see, and the addresses of their pages.

    `names` begins the names of these addresses; `kinds` are the documents that can be made.
    """

    files: QuerySet[ReportFile]
    kinds: dict[str, Kind]
    address: Callable[..., str]
    context: dict[str, Any]
    by_assessor: bool = False

    @property
    def list_url(self) -> str:
        return self.address("documents")

    def kind(self, code: str) -> Kind:
        """The kind of document of that name; Http404 where the reader has none such."""
        if code not in self.kinds:
            raise Http404
        return self.kinds[code]

    def document(self, file: ReportFile) -> dict[str, Any]:
        """A document as its templates show it."""
        kind = KINDS[file.report]
        return {
            "file": file,
            "kind": kind,
            "name": kind.name,
            "format": kind.suffix.lstrip(".").upper(),
            "is_shown": kind.media_type == PDF,
            "is_waiting": not file.is_ready and not file.failure,
            "is_of_assessor": file.for_assessor and not kind.reads_alike,
            "fields": self._fields(file),
            "url": self.address("document", file.uuid),
            "file_url": self.address("document_file", file.uuid),
            "make_url": self.address("make_document", file.report),
            "is_overdue": is_overdue(file),
            "may_be_asked_again": may_be_asked_again(file),
        }

    def _fields(self, file: ReportFile) -> dict[str, int]:
        """What the form that asks for the same document again has to send."""
        if self.by_assessor:
            return {}
        before = {"before": file.compared_with_id} if file.compared_with_id else {}
        return {"visit": file.assessment_id, **before}

    def offered(self, visits: Visits) -> list[dict[str, Any]]:
        """Each kind with the addresses of its pages and the last one made; one statement."""
        last = self._last(visits.chosen)
        return [
            {
                "kind": kind,
                "fields": visits.query,
                "befores": visits.others if kind.compares else [],
                "is_lacking": kind.compares and not visits.others,
                "screen_url": self._page("document_screen", kind, visits) if kind.is_shown else "",
                "make_url": self.address("make_document", kind.code),
                "workbook_url": self._page("document_workbook", kind, visits)
                if kind.is_shown
                else "",
                "last": last.get(kind.code),
            }
            for kind in self.kinds.values()
        ]

    def _page(self, name: str, kind: Kind, visits: Visits) -> str:
        query = f"?{urlencode(visits.query)}" if visits.query else ""
        return self.address(name, kind.code) + query

    def _last(self, assessment: Assessment | None) -> dict[str, dict[str, Any]]:
        """Of each kind the document made last about the assessment."""
        if assessment is None:
            return {}
        made = self.files.filter(assessment=assessment, made_at__isnull=False)
        latest = made.order_by().values("report").annotate(last=Max("pk")).values("last")
        files = self.files.filter(pk__in=latest)
        return {file.report: self.document(file) for file in files}

    def find(self, uuid: UUID) -> ReportFile:
        return get_object_or_404(self.files, uuid=uuid)


def shelf_of_service(portfolio: Portfolio) -> Shelf:
    """All documents about the portfolio's assessments."""
    slugs = [portfolio.service.slug, portfolio.standard.slug]
    return Shelf(
        files=_files().filter(assessment__portfolio=portfolio),
        kinds=KINDS,
        address=lambda name, *more: reverse(f"assessments:{name}", args=[*slugs, *more]),
        context={"portfolio": portfolio, "nav": "documents"},
    )


def shelf_of_assessor(assessment: Assessment) -> Shelf:
    """The documents about what was submitted; drafts made before that stay with the service."""
    return Shelf(
        files=_files().filter(assessment=assessment, for_assessor=True),
        kinds={code: kind for code, kind in KINDS.items() if kind.for_assessor},
        address=lambda name, *more: reverse(
            f"assessments:desk_{name}", args=[assessment.pk, *more]
        ),
        context=desk_frame(assessment),
        by_assessor=True,
    )


def _files() -> QuerySet[ReportFile]:
    return ReportFile.objects.select_related(
        "assessment__portfolio__service__organisation",
        "assessment__portfolio__standard",
        "assessment__edition",
        "assessment__snapshot",
        "compared_with__edition",
        "compared_with__snapshot",
        "asked_by",
    )


def subject_asked_for(portfolio: Portfolio, query: QueryDict) -> Subject:
    """What the address asks about: `visit` is an assessment of the portfolio by its number,
    `before` the one it is compared with; without a visit the open one, else the latest.

    Http404 where there is no such assessment.
    """
    before = query.get("before")
    return Subject(
        _visit(portfolio, query.get("visit")), _visit(portfolio, before) if before else None
    )


def _visit(portfolio: Portfolio, asked: str | None) -> Assessment:
    if asked:
        rows = portfolio.assessments.select_related("edition", "snapshot")
        found = rows.filter(pk=asked).first() if asked.isdecimal() else None
    else:
        found = open_or_latest(portfolio)
    if found is None:
        raise Http404
    found.portfolio = portfolio
    return found
