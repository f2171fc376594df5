"""What may be done only with evidence that has not been withdrawn."""

from django.utils.translation import gettext as _

from evidence.models import EvidenceItem


class ItemWithdrawn(Exception):
    """The item was withdrawn: it stays readable, and is used again once it is restored."""


def require_in_use(item: EvidenceItem) -> None:
    """Raises ItemWithdrawn. Asks the database: call it under the lock that withdrawing takes."""
    if EvidenceItem.objects.filter(pk=item.pk, withdrawn_at__isnull=False).exists():
        raise ItemWithdrawn(
            _("%(code)s was withdrawn. Restore it on its page before you use it again.")
            % {"code": item.code}
        )
