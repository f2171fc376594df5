"""How much a service may keep."""

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from evidence.models import EvidenceItem, EvidenceVersion

from .limits import in_words
from .refusal import Refused


def check_quota(item: EvidenceItem, size: int) -> None:
    """Raises Refused where `size` further bytes are too many for the service of the item.

    The corporate evidence of an organisation has a quota of its own, of the same size.
    """
    kept = EvidenceVersion.objects.filter(
        item__organisation=item.organisation_id, item__service=item.service_id
    ).aggregate(bytes=Sum("size", default=0))["bytes"]
    if kept + size > settings.SERVICE_QUOTA_BYTES:
        raise Refused(
            _("The files of %(owner)s would take more than the %(limit)s that it has.")
            % {
                "owner": item.service or item.organisation,
                "limit": in_words(settings.SERVICE_QUOTA_BYTES),
            },
            _("Ask an administrator for more room. Nothing of this file was kept."),
        )
