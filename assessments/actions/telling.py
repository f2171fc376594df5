"""Letters about what the assessor asked for: to the service, and to the assessor who asked."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from accounts.enums import Role
from accounts.mail import send_letter
from accounts.models import Membership, User
from assessments.models import EvidenceRequest
from evidence.models import ReaderGrant, SnapshotLink


def tell_service(request: EvidenceRequest, template: str, *, text: str, by: User) -> None:
    """To the managers of the service, and to whoever owns the element in it."""
    assessment = request.row.assessment
    portfolio = assessment.portfolio
    url = reverse(
        "assessments:request", args=[portfolio.service.slug, portfolio.standard.slug, request.pk]
    )
    for person in people_to_tell(request):
        _send(person, template, request, text=text, path=url, sender=str(by))


def tell_assessor(
    request: EvidenceRequest, *, text: str, lines: Iterable[SnapshotLink], by: User
) -> None:
    """To whoever asked, while they have access."""
    assessment = request.row.assessment
    grants = ReaderGrant.objects.live().filter(
        reader=request.asked_by_id, snapshot_id=assessment.snapshot_id
    )
    if grants.exists():
        url = reverse("assessments:desk_request", args=[assessment.pk, request.pk])
        evidence = list(dict.fromkeys(f"{line.code}: {line.title}" for line in lines))
        _send(request.asked_by, "request_answered", request, text=text, path=url, evidence=evidence)


def people_to_tell(request: EvidenceRequest) -> list[User]:
    """Those of the service whom a request concerns; nobody who has left it. One statement."""
    service = request.row.assessment.portfolio.service_id
    concerned = Q(role=Role.MANAGER) | Q(role=Role.OFFICER, user=request.row.owner_id)
    members = Membership.objects.filter(concerned, service=service, user__is_active=True)
    return list({row.user_id: row.user for row in members.select_related("user")}.values())


def _send(
    person: User, template: str, request: EvidenceRequest, *, path: str, **words: object
) -> None:
    assessment = request.row.assessment
    send_letter(
        to=person.email,
        template=template,
        name=str(person),
        code=request.row.element.code,
        element=request.row.element.text,
        item=request.item_code,
        label=assessment.label,
        service=assessment.portfolio.service.name,
        path=path,
        **words,
    )
