"""A summary from its upload until somebody confirms it: held, put right, imported or dropped."""

import hashlib
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from criteria.models import Element
from evidence.models import PendingImport, Portfolio, SummaryImport

from .apply import apply_summary, keep_import
from .corrections import Correction, Corrections, Row, corrected
from .lines import Line, read_lines
from .plan import Plan, plan_import
from .reading import current_elements_of, read_for
from .result import ParsedSummary

KEPT_FOR = timedelta(days=30)


class ChangedSince(Exception):
    """The evidence, or what was chosen, is not what the person saw; nothing is written."""


class AlreadyDone(Exception):
    """Somebody has confirmed or dropped it in the meantime."""


@dataclass(frozen=True)
class Reading:
    """What a pending import says, as read and as it was put right."""

    elements: list[Element]
    lines: list[Line]
    parsed: ParsedSummary
    corrections: Corrections
    corrected: ParsedSummary


@transaction.atomic
def hold_summary(*, portfolio: Portfolio, source_name: str, data: bytes, by: User) -> PendingImport:
    """Keep the bytes until they are confirmed; the same bytes are held once.

    They are read first: raises ImportRefused, and then nothing is kept. What has waited
    for more than thirty days makes room.
    """
    read_for(portfolio, current_elements_of(portfolio), read_lines(data, source_name))
    portfolio.pending_imports.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    pending, _made = PendingImport.objects.get_or_create(
        portfolio=portfolio,
        sha256=hashlib.sha256(data).hexdigest(),
        defaults={"source_name": source_name, "data": data, "by": by},
    )
    return pending


def reading_of(pending: PendingImport) -> Reading:
    """Read the bytes again; two statements. Raises ImportRefused where prefixes have changed."""
    elements = current_elements_of(pending.portfolio)
    lines = read_lines(bytes(pending.data), pending.source_name)
    parsed = read_for(pending.portfolio, elements, lines)
    corrections = Corrections.from_data(pending.choices)
    return Reading(elements, lines, parsed, corrections, corrected(parsed, corrections))


def plan_of(pending: PendingImport, reading: Reading, by: User) -> Plan:
    """What confirming it would do now; two statements."""
    take = pending.choices.get("take", [])
    return plan_import(pending.portfolio, reading.elements, reading.corrected, by=by, take=take)


@transaction.atomic
def correct_row(*, pending: PendingImport, row: Row, to: Correction, title: str) -> None:
    """Put a row elsewhere or leave it out; `title` is for its item wherever it is listed.

    A place that is as it was read, and no title, take a correction back.
    """
    held = _hold(pending)
    rows, titles = held.choices.setdefault("rows", {}), held.choices.setdefault("titles", {})
    rows.pop(row.key, None)
    titles.pop(row.code, None)
    if to != Correction(element=row.element, status=row.status):
        rows[row.key] = asdict(to)
    if title:
        titles[row.code] = title
    held.save(update_fields=["choices"])


@transaction.atomic
def choose_differences(
    *, pending: PendingImport, shown: Collection[str], ticked: Collection[str]
) -> None:
    """Of the differences shown, take the ticked ones from the document and no others."""
    held = _hold(pending)
    take = set(held.choices.get("take", [])) - set(shown)
    held.choices["take"] = sorted(take | (set(shown) & set(ticked)))
    held.save(update_fields=["choices"])


@transaction.atomic
def confirm_import(*, pending: PendingImport, by: User, seen: str) -> SummaryImport | None:
    """Write it into the portfolio, all or nothing; the import that is kept, if any.

    `seen` is the mark of the plan that the person was shown. Raises ChangedSince where it
    would do something else by now, and AlreadyDone.
    """

    def agreed(plan: Plan) -> None:
        if plan.mark() != seen:
            raise ChangedSince

    held = _hold(pending)
    reading = reading_of(held)
    outcome = apply_summary(
        portfolio=held.portfolio,
        elements=reading.elements,
        parsed=reading.corrected,
        by=by,
        take=held.choices.get("take", []),
        agreed=agreed,
    )
    kept = keep_import(
        portfolio=held.portfolio,
        source_name=held.source_name,
        sha256=held.sha256,
        outcome=outcome,
        by=by,
    )
    held.delete()
    return kept


@transaction.atomic
def abandon_import(*, pending: PendingImport) -> None:
    """Drop the bytes and what was chosen. Raises AlreadyDone."""
    _hold(pending).delete()


def _hold(pending: PendingImport) -> PendingImport:
    """The row as it is now, locked until the end of the transaction."""
    held = PendingImport.objects.select_for_update().filter(pk=pending.pk).first()
    if held is None:
        raise AlreadyDone
    held.portfolio = pending.portfolio
    return held
