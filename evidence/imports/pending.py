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
from .corrections import Correction, Corrections, Row, corrected, rows_of
from .lines import Line, read_lines
from .misread import OF_CODES, CodedLine, find_line
from .plan import Plan, plan_import
from .reading import current_elements_of, grammar_for, read_for
from .report import UnreadableEvidence
from .result import ParsedSummary
from .tokens import Grammar

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

    They are read first: raises ImportRefused, and then nothing is kept, unless only codes
    are wrong, which can be put right at their lines. What has waited for more than thirty
    days makes room.
    """
    try:
        read_for(portfolio, current_elements_of(portfolio), read_lines(data, source_name))
    except UnreadableEvidence as refused:
        if any(each.code not in OF_CODES for each in refused.problems):
            raise
    portfolio.pending_imports.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    pending, _made = PendingImport.objects.get_or_create(
        portfolio=portfolio,
        sha256=hashlib.sha256(data).hexdigest(),
        defaults={"source_name": source_name, "data": data, "by": by},
    )
    return pending


def reading_of(pending: PendingImport) -> Reading:
    """Read the bytes again; two statements. Raises UnreadableEvidence while codes are wrong."""
    elements = current_elements_of(pending.portfolio)
    lines = lines_of(pending)
    parsed = read_for(pending.portfolio, elements, lines, codes_of(pending))
    corrections = Corrections.from_data(pending.choices)
    return Reading(elements, lines, parsed, corrections, corrected(parsed, corrections))


def lines_of(pending: PendingImport) -> list[Line]:
    """The lines as they are printed."""
    return read_lines(bytes(pending.data), pending.source_name)


def codes_of(pending: PendingImport) -> dict[int, str]:
    """The codes put right so far, by the number of their line."""
    return {int(line): code for line, code in pending.choices.get("codes", {}).items()}


def line_to_correct(pending: PendingImport, number: int) -> tuple[CodedLine | None, Grammar]:
    """A printed line with its code, and what codes it may have; two statements."""
    portfolio = pending.portfolio
    grammar = grammar_for(portfolio, current_elements_of(portfolio))
    return find_line(lines_of(pending), grammar, number), grammar


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
def correct_code(
    *, pending: PendingImport, lines: Collection[int], code: str, printed: str
) -> None:
    """Read these lines with another code than the one `printed`; that one again takes it back.

    What was put right for rows of the old code goes with them to the new one.
    """
    held = _hold(pending)
    before = _read_rows(held)
    codes = held.choices.setdefault("codes", {})
    for line in lines:
        codes.pop(str(line), None)
        if code != printed:
            codes[str(line)] = code
    _carry_over(held, before, _read_rows(held), set(lines))
    held.save(update_fields=["choices"])


def _read_rows(held: PendingImport) -> dict[int, Row] | None:
    """Every row by its line; None while codes are still wrong."""
    try:
        return {row.line: row for row in rows_of(reading_of(held).parsed)}
    except UnreadableEvidence:
        return None


def _carry_over(
    held: PendingImport,
    before: dict[int, Row] | None,
    after: dict[int, Row] | None,
    lines: set[int],
) -> None:
    if before is None or after is None:
        return
    kept_keys = {row.key for row in after.values()}
    kept_codes = {row.code for row in after.values()}
    for old, new in ((before[at], after[at]) for at in lines & set(before) & set(after)):
        rows, titles = held.choices.get("rows", {}), held.choices.get("titles", {})
        if old.key in rows and old.key not in kept_keys:
            rows[new.key] = rows.pop(old.key)
        if old.code in titles and old.code not in kept_codes:
            titles[new.code] = titles.pop(old.code)


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
    held = PendingImport.objects.select_for_update(no_key=True).filter(pk=pending.pk).first()
    if held is None:
        raise AlreadyDone
    held.portfolio = pending.portfolio
    return held
