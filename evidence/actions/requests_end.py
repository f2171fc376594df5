"""Deleting requests for information whose time is over; that they were answered stays."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.history import record
from accounts.ledger import Ended, Kind, keeps_ended, moment_of, note
from accounts.models import Organisation, User
from evidence.enums import DisclosureState
from evidence.models import Disclosure, DisclosureRelease
from evidence.queries.requests_due import request_years, requests_due

from .disclosures import NotPossible, about_disclosure, take_copy_away

DELETED = "deleted"
# Stands where the words of a refusal stood, and what a release was made of.
EMPTIED = "–"
NOTHING_LEFT: dict[str, Any] = {"at": [], "pages": {}, "files": []}


def rule_in_words(years: int) -> str:
    """As it stands in the record of what was deleted."""
    return ngettext(
        "The council’s retention rule: requests are kept for %(years)s year after the answer",
        "The council’s retention rule: requests are kept for %(years)s years after the answer",
        years,
    ) % {"years": years}


@transaction.atomic
def delete_requests(*, organisation: Organisation, requests: Collection[int], by: User) -> int:
    """Delete who asked, for what and what was gathered, of requests that are due; how many.

    Reference, law, days, outcome, and of each release its SHA-256 and who signed it stay. All
    or none: raises NotPossible where one is held or no longer due.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    years = request_years(organisation)
    found = list(requests_due(organisation, years).filter(pk__in=requests))
    if len(found) < len(set(requests)):
        raise NotPossible(_("Some of it is no longer due. Nothing was deleted: look again."))
    for each in found:
        if each.held:
            raise NotPossible(
                _("%(reference)s is on hold and must be kept: %(reason)s")
                % {"reference": each.reference, "reason": each.held}
            )
    for each in found:
        _delete(each, rule_in_words(years), by)
        note(deleted(each))
        record(
            verb="evidence.disclosure_deleted",
            by=by,
            about=about_disclosure(each),
            reference=each.reference,
            rule=each.disposed_rule,
        )
    return len(found)


@transaction.atomic
def delete_request_again(ended: Ended) -> bool:
    """Delete one that a restore brought back; False where it did not."""
    found = Disclosure.objects.filter(pk=ended.number, disposed_at=None).first()
    if found is None or found.is_open or moment_of(found.opened_at) != ended.since:
        return False
    by = User.objects.filter(pk=ended.by).first() if ended.by else None
    _delete(found, ended.rule, by)
    record(
        verb="evidence.disclosure_deleted_again",
        by=None,
        about=about_disclosure(found),
        reference=found.reference,
        rule=ended.rule,
        on=format_date(ended.on, "j F Y"),
    )
    return True


def deleted(disclosure: Disclosure) -> Ended:
    """As the list of destructions has it."""
    return Ended(
        DELETED,
        disclosure.pk,
        moment_of(disclosure.opened_at),
        moment_of(disclosure.disposed_at),
        disclosure.disposed_by_id,
        disclosure.disposed_rule,
    )


def requests_deleted() -> Iterable[Ended]:
    """All that were, by rule; one statement."""
    return map(deleted, Disclosure.objects.filter(disposed_at__isnull=False))


def _delete(disclosure: Disclosure, rule: str, by: User | None) -> None:
    for entry in disclosure.entries.all():
        take_copy_away(entry)
    disclosure.entries.all().delete()
    DisclosureRelease.objects.filter(disclosure=disclosure).update(content=NOTHING_LEFT)
    disclosure.requester = disclosure.summary = disclosure.extension_reason = ""
    if disclosure.state == DisclosureState.REFUSED:
        disclosure.outcome = EMPTIED
    disclosure.disposed_at, disclosure.disposed_by = timezone.now(), by
    disclosure.disposed_rule = rule
    disclosure.save()


keeps_ended(Kind(DELETED, done=requests_deleted, again=delete_request_again))
