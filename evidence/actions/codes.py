"""Codes: drawn from blocks of numbers, unique in the organisation, never handed out again."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import NumberBlock, Organisation, Team
from evidence.models import EvidenceItem


class NoFreeCode(Exception):
    """Every open block is full; the message says whom to ask for a further one."""


@dataclass(frozen=True)
class Code:
    prefix: str
    number: int

    def __str__(self) -> str:
        return f"{self.prefix}{self.number:03}"


@transaction.atomic
def draw_code(*, organisation: Organisation, team: Team | None) -> Code:
    """The next code of the team, or without a team the next corporate one.

    It follows the highest number used in the first open block that has room; gaps stay.
    Must be called in the transaction that makes the item: the organisation's row is locked
    until its end, so that simultaneous uploads get different codes. Raises NoFreeCode.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    prefix = team.service.prefix if team else organisation.corporate_prefix
    blocks = NumberBlock.objects.filter(organisation=organisation, team=team, is_closed=False)
    for block in blocks:
        highest = EvidenceItem.objects.filter(
            organisation=organisation, prefix=prefix, number__range=(block.first, block.last)
        ).aggregate(highest=Max("number"))["highest"]
        number = block.first if highest is None else highest + 1
        if number <= block.last:
            return Code(prefix, number)
    raise NoFreeCode(
        _("The block of numbers of %(owner)s is full. Ask an administrator for a further block.")
        % {"owner": team or organisation}
    )
