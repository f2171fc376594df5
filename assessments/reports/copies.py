"""Where documents and visits name or hold a version of evidence that is to be destroyed."""

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from assessments.models import Assessment, ReportFile
from evidence.destruction.copies import (
    Copies,
    Copy,
    Versions,
    submitted_places,
    tell_of_copies,
)
from evidence.models import EvidenceLink, SnapshotLink
from evidence.permissions import reads_portfolio

from .disposal import dispose_of_documents
from .kinds import KINDS


def _told(versions: Versions, reader: User) -> list[Copies]:
    """Visits, packs and documents, in four statements."""
    return [
        Copies(
            _("Assessments that it was submitted for"),
            _(
                "The record stays: code, title, where to look and why it matters. Where the file"
                " was, the page says that it was destroyed and why."
            ),
            _visits(versions),
        ),
        Copies(
            _("Evidence packs that hold it"),
            _(
                "These packs are destroyed with it. What each was, its issue and its checksum"
                " stay, and a pack can be made anew, without it. Copies that somebody has"
                " downloaded are out of the portal’s reach: ask for them back."
            ),
            [_document(file, reader) for file in packs_with(versions)],
            goes=True,
        ),
        Copies(
            _("Issued documents that name it"),
            _(
                "They stay as they were issued. They name its code and title, and some the name"
                " of its file, and hold nothing of what was in it."
            ),
            _documents(versions),
        ),
    ]


def _visits(versions: Versions) -> list[Copy]:
    elements: dict[int, list[str]] = {}
    for place in submitted_places(versions):
        elements.setdefault(place.snapshot_id, []).append(place.element.code)
    assessments = Assessment.objects.filter(snapshot__in=elements).select_related(
        "portfolio__service"
    )
    return [
        Copy(
            _("%(label)s of %(service)s, for %(elements)s")
            % {
                "label": each.label,
                "service": each.portfolio.service,
                "elements": ", ".join(dict.fromkeys(elements[each.snapshot_id])),
            }
        )
        for each in assessments.order_by("-created_at", "-pk")
    ]


def packs_with(versions: Versions) -> QuerySet[ReportFile]:
    """Packs that hold one of the versions: as submitted, or drafts of what is linked now."""
    places = SnapshotLink.objects.filter(
        Q(version__in=versions)
        | Q(version__companions__in=versions)
        | Q(version__accompanies__in=versions)
        | Q(version__accompanies__companions__in=versions)
    )
    linked = EvidenceLink.objects.filter(item__in={version.item_id for version in versions})
    held = Q(assessment__snapshot__in=places.values("snapshot")) | Q(
        issue_number__isnull=True, assessment__portfolio__in=linked.values("portfolio")
    )
    return (
        ReportFile.objects.filter(held, report="pack", made_at__isnull=False)
        .filter(disposed_at__isnull=True)
        .select_related("assessment__portfolio__service", "assessment__portfolio__standard")
        .order_by("-made_at", "-pk")
    )


def _document(file: ReportFile, reader: User) -> Copy:
    portfolio = file.assessment.portfolio
    issue = _(", issue %(number)s") % {"number": file.issue_number} if file.issue_number else ""
    args = [portfolio.service.slug, portfolio.standard.slug, file.uuid]
    url = reverse("assessments:document", args=args) if reads_portfolio(reader, portfolio) else ""
    return Copy(
        _("%(name)s%(issue)s of %(label)s, %(service)s")
        % {
            "name": KINDS[file.report].name,
            "issue": issue,
            "label": file.assessment.label,
            "service": portfolio.service,
        },
        url,
    )


def _documents(versions: Versions) -> list[Copy]:
    """How many of each visit: a council issues many, and all of them stay."""
    places = SnapshotLink.objects.filter(version__in=versions).values("snapshot")
    counted = (
        Assessment.objects.filter(snapshot__in=places)
        .annotate(
            issued=Count(
                "reports",
                filter=Q(reports__issue_number__isnull=False, reports__disposed_at__isnull=True)
                & ~Q(reports__report="pack"),
            )
        )
        .filter(issued__gt=0)
        .select_related("portfolio__service")
        .order_by("-created_at", "-pk")
    )
    return [
        Copy(
            ngettext(
                "%(count)s document of %(label)s, %(service)s",
                "%(count)s documents of %(label)s, %(service)s",
                each.issued,  # type: ignore[attr-defined]
            )
            % {
                "count": each.issued,  # type: ignore[attr-defined]
                "label": each.label,
                "service": each.portfolio.service,
            }
        )
        for each in counted
    ]


def _dispose(versions: Versions, reason: str, by: User | None) -> None:
    dispose_of_documents(packs_with(versions), reason=reason, by=by)


tell_of_copies("documents", _told, _dispose)
