"""Destructions as they are listed, and the versions that have the same bytes."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.permissions import oversees
from accounts.queries import memberships_of
from evidence.models import Destruction, EvidenceVersion


def destructions_for(user: User, organisation: Organisation) -> QuerySet[Destruction]:
    """Those of the organisation that concern the person: all, or those of their services.

    What waits stands first, then what was decided last.
    """
    rows = Destruction.objects.filter(version__item__organisation=organisation)
    if not oversees(user, organisation):
        managed = [m.service_id for m in memberships_of(user) if m.role == Role.MANAGER]
        rows = rows.filter(version__item__service__in=managed)
    return (
        rows.select_related(
            "version__item__service", "asked_by", "agreed_by", "refused_by", "version"
        )
        .annotate(is_decided=~Exists(Destruction.objects.open().filter(pk=OuterRef("pk"))))
        .order_by("is_decided", "-asked_at", "-pk")
    )


def same_bytes(version: EvidenceVersion) -> list[EvidenceVersion]:
    """Other versions in the organisation with the same SHA-256 that stand; one statement."""
    return list(
        EvidenceVersion.objects.standing()
        .filter(sha256=version.sha256, item__organisation=version.item.organisation_id)
        .exclude(pk=version.pk)
        .select_related("item__service", "item__organisation")
        .order_by("item__prefix", "item__number", "number")
    )


def open_destruction_of(version: EvidenceVersion) -> Destruction | None:
    """What waits for the second person; one statement."""
    return Destruction.objects.open().filter(version=version).first()


def destructions_of(versions: list[EvidenceVersion]) -> dict[int, Destruction]:
    """By version, the destruction that waits or is done; one statement."""
    rows = Destruction.objects.filter(version__in=versions, refused_at__isnull=True)
    return {row.version_id: row for row in rows.filter(withdrawn_at__isnull=True)}


def destroyed_with_bytes(
    organisation: Organisation, hashes: Iterable[str]
) -> list[EvidenceVersion]:
    """Destroyed versions in the organisation that had one of these hashes; one statement."""
    return list(
        EvidenceVersion.objects.filter(
            sha256__in=hashes, item__organisation=organisation, destroyed_at__isnull=False
        )
        .select_related("item")
        .order_by("-destroyed_at")
    )


def destroyed_like(column: str) -> Subquery:
    """For a query over versions: a column of the latest destroyed one that had the same bytes."""
    like = EvidenceVersion.objects.filter(
        sha256=OuterRef("sha256"),
        item__organisation=OuterRef("item__organisation"),
        destroyed_at__isnull=False,
    )
    return Subquery(like.order_by("-destroyed_at").values(column)[:1])
