"""The writer of what an organisation says beside an element."""

from django.db import transaction
from django.utils import timezone

from accounts.history import About, record
from accounts.models import User
from criteria.models import OwnGuidance


class GuidanceChangedMeanwhile(Exception):
    """Somebody saved in the meantime; `current` is what is saved now."""

    def __init__(self, current: OwnGuidance) -> None:
        super().__init__(str(current))
        self.current = current


@transaction.atomic
def write_own_guidance(*, guidance: OwnGuidance, text: str, revision: int, by: User) -> OwnGuidance:
    """Say what the organisation says of an element; an empty text takes it out.

    `guidance` names the pair and may be new; `revision` is the one that the writer began from.
    The same text again writes nothing. Raises GuidanceChangedMeanwhile.
    """
    OwnGuidance.objects.get_or_create(
        organisation=guidance.organisation,
        element=guidance.element,
        defaults={"updated_by": by},
    )
    row = (
        OwnGuidance.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation", "element__edition__standard", "updated_by")
        .get(organisation=guidance.organisation, element=guidance.element)
    )
    if row.text == text:
        return row
    if row.revision != revision:
        raise GuidanceChangedMeanwhile(row)
    before = row.text
    row.text, row.revision = text, revision + 1
    row.updated_at, row.updated_by = timezone.now(), by
    changed = OwnGuidance.objects.filter(pk=row.pk, revision=revision).update(
        text=row.text, revision=row.revision, updated_at=row.updated_at, updated_by=by
    )
    if not changed:
        raise GuidanceChangedMeanwhile(OwnGuidance.objects.get(pk=row.pk))
    _record(row, before=before, by=by)
    return row


def _record(guidance: OwnGuidance, *, before: str, by: User) -> None:
    element = guidance.element
    record(
        verb="criteria.own_guidance_written",
        by=by,
        about=About(organisation_id=guidance.organisation_id, element_code=element.code),
        element=element.code,
        element_id=element.pk,
        edition=element.edition.name,
        standard=element.edition.standard.name,
        before=before,
        after=guidance.text,
    )
