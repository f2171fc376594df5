"""Who has access to an assessment, and how each access stands."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation
from assessments.enums import AccessState
from assessments.models import Assessment
from evidence.models import ReaderGrant


@dataclass(frozen=True)
class Access:
    """One access as the list shows it. `invited_until` is for those who never signed in."""

    grant: ReaderGrant
    state: AccessState
    invited_until: datetime | None

    @property
    def is_over(self) -> bool:
        return self.state in (AccessState.ENDED, AccessState.WITHDRAWN)

    @property
    def is_expired(self) -> bool:
        """The link of the invitation works no more."""
        return self.invited_until is None or self.invited_until <= timezone.now()


def access_to(assessment: Assessment) -> list[Access]:
    """Everybody who has, had or will have access, newest first; one SQL statement."""
    council = assessment.portfolio.service.organisation_id
    open_ones = Q(
        reader__invitations__organisation=council,
        reader__invitations__accepted_at__isnull=True,
        reader__invitations__withdrawn_at__isnull=True,
    )
    grants = (
        ReaderGrant.objects.filter(snapshot_id=assessment.snapshot_id)
        .select_related("reader", "granted_by")
        .annotate(invited_until=Max("reader__invitations__expires_at", filter=open_ones))
        .order_by("-starts_on", "-pk")
    )
    today = timezone.localdate()
    return [Access(grant, _state(grant, today), grant.invited_until) for grant in grants]


def _state(grant: ReaderGrant, today: date) -> AccessState:
    if grant.withdrawn_at is not None:
        return AccessState.WITHDRAWN
    if grant.ends_on < today:
        return AccessState.ENDED
    if grant.suspended_at is not None:
        return AccessState.SUSPENDED
    if not grant.reader.has_usable_password():
        return AccessState.INVITED
    return AccessState.BEGINS if grant.starts_on > today else AccessState.LIVE


def known_assessors(council: Organisation) -> list[Membership]:
    """Assessors of certification bodies who have assessed this council; one SQL statement.

    Whom other councils have is not for this one to see.
    """
    have_assessed = ReaderGrant.objects.filter(snapshot__portfolio__service__organisation=council)
    return list(
        Membership.objects.filter(
            user__in=have_assessed.values("reader"),
            role=Role.ASSESSOR,
            organisation__kind=OrganisationKind.CERTIFICATION_BODY,
            user__is_active=True,
        )
        .select_related("user", "organisation")
        .order_by("user__name", "organisation__name")
    )
