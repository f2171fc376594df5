"""What a restore does besides: nothing that had ended may come back to life with it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date

from accounts.history import record
from accounts.models import HistoryEntry, Invitation
from accounts.sign_in.links import links_die
from assessments.models import ReportFile
from evidence.destruction.ledger import AnyLine, do_again
from evidence.enums import Decision
from evidence.models import DisclosureEntry, IntakeFile, ReaderGrant

from .check import Checked


@dataclass
class After:
    """How many of each; `letters` that waited are in no backup and so are not counted."""

    suspended: int = 0
    invitations: int = 0
    forgotten: int = 0
    again: dict[str, int] = field(default_factory=dict)
    """What the list of destructions tells of and was done again, by kind."""


def settle(checked: Checked, lines: list[AnyLine]) -> After:
    """Suspend assessors' access, let open invitations die, destroy and erase again, and say so.

    Inside the transaction that loads, so that there is no moment at which they live.
    """
    now = timezone.now()
    after = After(
        suspended=_suspend(now),
        invitations=Invitation.objects.filter(
            accepted_at__isnull=True, withdrawn_at__isnull=True
        ).update(withdrawn_at=now),
        forgotten=_forget_removed(checked),
    )
    links_die()
    entries = HistoryEntry.objects.count()
    record(
        verb="accounts.restored",
        by=None,
        made=in_words(checked.head.made_at),
        entries=entries,
        rows=checked.rows,
        files=len(checked.places),
        suspended=after.suspended,
        invitations=after.invitations,
    )
    after.again = do_again(lines)
    return after


def _suspend(now: datetime) -> int:
    """Access that lasts: suspended until an administrator confirms it."""
    return ReaderGrant.objects.lasting().filter(suspended_at__isnull=True).update(suspended_at=now)


def _forget_removed(checked: Checked) -> int:
    """Rows whose file was removed by use while the backup was made: drafts and dropped files.

    Where it was the redacted copy for a request, what becomes of that file is to be decided anew.
    """
    keys = [place.partition("/")[2] for place, why in checked.gone.items() if why == "removed"]
    drafts = ReportFile.objects.filter(storage_key__in=keys, issue_number__isnull=True)
    dropped = IntakeFile.objects.filter(storage_key__in=keys)
    copies = DisclosureEntry.objects.filter(storage_key__in=keys)
    undecided = {"decision": Decision.OPEN, "exemptions": [], "is_exempt": False}
    again = copies.update(storage_key=None, sha256="", file_name="", size=0, **undecided)
    return drafts.delete()[0] + dropped.delete()[0] + again


def in_words(moment: str) -> str:
    """When a backup was made, as people say it."""
    made = timezone.localtime(datetime.fromisoformat(moment))
    return format_date(made, "j F Y, H:i")
