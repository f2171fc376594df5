"""How much a service may keep."""

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from accounts.models import Organisation, Service
from evidence.models import EvidenceItem, EvidenceVersion, IntakeFile

from .limits import in_words
from .refusal import Refused


def check_quota(item: EvidenceItem, size: int, *, besides: str = "") -> None:
    """Raises Refused where `size` further bytes are too many for the service of the item.

    Files that were dropped and wait to be added count too, but for the one stored as `besides`.
    The corporate evidence of an organisation has a quota of its own, of the same size.
    """
    kept = _bytes(
        EvidenceVersion.objects.standing().filter(
            item__organisation=item.organisation_id, item__service=item.service_id
        )
    )
    if item.service_id is not None:
        kept += _waiting(item.service_id, besides)
    _check(item.service or item.organisation, kept + size)


def check_room(service: Service, size: int) -> None:
    """The same for a file that is to wait; only the service's own quota is asked."""
    kept = _bytes(EvidenceVersion.objects.standing().filter(item__service=service))
    _check(service, kept + _waiting(service.pk) + size)


def _waiting(service_id: int, besides: str = "") -> int:
    files = IntakeFile.objects.filter(
        intake__portfolio__service=service_id, storage_key__isnull=False
    )
    return _bytes(files.exclude(storage_key=besides) if besides else files)


def _bytes(files: QuerySet) -> int:
    return files.aggregate(bytes=Sum("size", default=0))["bytes"]


def _check(owner: Service | Organisation, size: int) -> None:
    if size > settings.SERVICE_QUOTA_BYTES:
        raise Refused(
            _("The files of %(owner)s would take more than the %(limit)s that it has.")
            % {"owner": owner, "limit": in_words(settings.SERVICE_QUOTA_BYTES)},
            _("Ask an administrator for more room. Nothing of this file was kept."),
        )
