"""Where the very bytes of a file are kept already."""

from accounts.models import Organisation
from evidence.models import EvidenceItem, EvidenceVersion


def items_with_bytes(organisation: Organisation, sha256: str) -> list[EvidenceItem]:
    """The items of the organisation that hold such a file, those in use first; one statement.

    What was destroyed is not among them: `destroyed_with_bytes` says so.

    Some of them may not be for the reader's eyes: ask before any is told of.
    """
    versions = EvidenceVersion.objects.standing().filter(
        sha256=sha256, item__organisation=organisation
    )
    return list(
        EvidenceItem.objects.filter(pk__in=versions.values("item"))
        .select_related("service", "organisation")
        .order_by("withdrawn_at", "prefix", "number")
    )
