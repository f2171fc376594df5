"""A register between its upload and its confirmation."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from criteria.queries import current_edition
from evidence.models import Portfolio, RegisterUpload, SummaryImport

from .apply import apply_register
from .choice import Chosen, as_data, check_choice, choose, corrected
from .columns import Column
from .files import read_sheets
from .plan import Plan, plan_register
from .sheets import sheet_from_data

KEPT_FOR = timedelta(days=30)


class AlreadyDone(Exception):
    """The register was confirmed or dropped in the meantime."""


class ChangedSince(Exception):
    """The import would do something else than what was shown."""


@transaction.atomic
def hold_register(
    *, portfolio: Portfolio, source_name: str, data: bytes, by: User
) -> RegisterUpload:
    """Keep the cells of a register until it is confirmed; the same file waits once.

    What nobody confirmed for 30 days goes. Raises ImportRefused.
    """
    sheets = read_sheets(data, source_name)
    sha256 = hashlib.sha256(data).hexdigest()
    waiting = RegisterUpload.objects.filter(portfolio=portfolio)
    waiting.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    held = waiting.filter(sha256=sha256).first()
    return held or RegisterUpload.objects.create(
        portfolio=portfolio,
        source_name=source_name,
        sha256=sha256,
        sheets=[sheet.as_data() for sheet in sheets],
        columns=as_data(choose(sheets)),
        by=by,
    )


def choice_of(upload: RegisterUpload) -> list[Chosen]:
    """Its sheets with what their columns are taken for."""
    return corrected([sheet_from_data(data) for data in upload.sheets], upload.columns)


def choose_columns(*, upload: RegisterUpload, columns: Sequence[Mapping[Column, int]]) -> None:
    """Take the columns of each sheet for what somebody says they are."""
    upload.columns = [{c.value: place for c, place in each.items()} for each in columns]
    upload.save(update_fields=["columns"])


def plan_of(upload: RegisterUpload, chosen: Sequence[Chosen], by: User) -> Plan:
    """What confirming would do. Raises ImportRefused."""
    check_choice(chosen)
    portfolio = upload.portfolio
    return plan_register(
        portfolio=portfolio,
        edition=current_edition(portfolio.standard.slug),
        chosen=chosen,
        by=by,
        take=upload.take,
    )


@transaction.atomic
def choose_differences(
    *, upload: RegisterUpload, shown: Collection[str], ticked: Collection[str]
) -> None:
    """Of the differences shown, take the ticked ones from the register and no others."""
    held = RegisterUpload.objects.select_for_update(no_key=True).filter(pk=upload.pk).first()
    if held is None:
        raise AlreadyDone
    held.take = sorted((set(held.take) - set(shown)) | (set(shown) & set(ticked)))
    held.save(update_fields=["take"])


@transaction.atomic
def confirm_register(*, upload: RegisterUpload, seen: str, by: User) -> SummaryImport | None:
    """Write it, if the plan is the one with the mark `seen`; None where nothing was new.

    Raises AlreadyDone, ChangedSince, ChangedMeanwhile and ImportRefused; then nothing is written.
    """
    portfolio = upload.portfolio
    held = RegisterUpload.objects.select_for_update(no_key=True).filter(pk=upload.pk).first()
    if held is None:
        raise AlreadyDone

    def agreed(plan: Plan) -> None:
        if plan.mark != seen:
            raise ChangedSince

    _plan, kept = apply_register(
        portfolio=portfolio,
        edition=current_edition(portfolio.standard.slug),
        chosen=choice_of(held),
        source_name=held.source_name,
        sha256=held.sha256,
        by=by,
        take=held.take,
        agreed=agreed,
    )
    held.delete()
    return kept


def drop_register(*, upload: RegisterUpload) -> None:
    """Forget it; the evidence is as it was."""
    RegisterUpload.objects.filter(pk=upload.pk).delete()
