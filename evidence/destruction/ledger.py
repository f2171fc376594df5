"""The list of destructions beside the database, so that a restore destroys again.

It holds neither the names of people nor what was destroyed. Kept apart from the back-ups, it
tells a restored database what must not come back:

    again = do_again(read_all(settings.DESTRUCTION_LEDGER))
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.ledger import Ended, end_again
from accounts.models import User
from evidence.actions.about import about_item
from evidence.models import Destruction, EvidenceVersion

from .deed import destroy_now, lock_item, remove_bytes
from .lines import AnyLine, Line, append, call_off, line_of, read_all, read_ledger

__all__ = [
    "AnyLine",
    "Line",
    "append",
    "call_off",
    "complete_interrupted",
    "destroy_again",
    "do_again",
    "line_of",
    "read_all",
    "read_ledger",
]


def do_again(lines: Iterable[AnyLine]) -> dict[str, int]:
    """Do again all that the list tells of and a restore has brought back; how many of each."""
    known = list(lines)
    destroyed = destroy_again(line for line in known if isinstance(line, Line))
    return {"destroyed": destroyed} | end_again(line for line in known if isinstance(line, Ended))


def destroy_again(entries: Iterable[Line]) -> int:
    """Destroy what the list names and the database still has; how many versions.

    Idempotent. Bytes of those that the database knows to be destroyed are removed as well.
    Holds are not asked: what is on the list was destroyed when none stood against it.
    """
    lines = {line.version: line for line in entries}
    versions = EvidenceVersion.objects.filter(uuid__in=lines).select_related("item")
    destroyed = 0
    for version in versions.order_by("pk"):
        line = lines[str(version.uuid)]
        if version.sha256 != line.sha256:
            continue  # another database that knows this number for something else
        if version.is_destroyed:
            remove_bytes([version])
        else:
            destroyed += _destroy(version, line)
    return destroyed


def complete_interrupted() -> int:
    """Destroy what the list has and the database not yet: a kill came between; how many."""
    lines = read_ledger()
    standing = EvidenceVersion.objects.standing().filter(uuid__in=[line.version for line in lines])
    wanting = {str(uuid) for uuid in standing.values_list("uuid", flat=True)}
    return destroy_again(line for line in lines if line.version in wanting)


@transaction.atomic
def _destroy(version: EvidenceVersion, line: Line) -> bool:
    lock_item(version.item)
    version.refresh_from_db(fields=["destroyed_at"])
    if version.is_destroyed:  # with the one that it accompanies
        return True
    now = timezone.now()
    rule = line.rule or _("The list of destructions")
    people = _those_known(line.asked_by, line.agreed_by)
    open_one = Destruction.objects.open().filter(version=version).first()
    destruction = open_one or Destruction(version=version, keeps_redacted=True)
    destruction.reason, destruction.authority = line.reason, line.authority
    destruction.asked_by_id = destruction.asked_by_id or people[0]
    is_other = people[1] != destruction.asked_by_id
    destruction.agreed_by_id = people[1] if is_other else None
    destruction.rule, destruction.agreed_at = rule, now
    destruction.keeps_redacted = True  # each has a line of its own
    destruction.save()
    numbers = destroy_now(destruction, at=line.moment, by=None, again=True)
    record(
        verb="evidence.destroyed_again",
        by=None,
        about=about_item(version.item),
        code=version.item.code,
        number=version.number,
        numbers=numbers,
        sha256=version.sha256,
        reason=line.reason,
        at=line.at,
    )
    return True


def _those_known(*people: int | None) -> list[int | None]:
    """The people by number, without those whom the database does not know."""
    known = set(
        User.objects.filter(pk__in=[pk for pk in people if pk]).values_list("pk", flat=True)
    )
    return [pk if pk in known else None for pk in people]
