"""Requests for information: opened, gathered for, decided, and opened again."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.history import About, record
from accounts.models import Organisation, User
from accounts.templatetags.portal import british_date
from evidence.disclosures.laws import rules_of
from evidence.enums import Decision, DisclosureState, Scan, VersionRole
from evidence.intake.store import discard_key
from evidence.intake.stored import StoredFile
from evidence.models import Disclosure, DisclosureEntry, EvidenceVersion


class NotPossible(Exception):
    """The request is decided already, or something about it stands in the way; says what."""


class ReferenceTaken(Exception):
    """Another request of the organisation has the reference."""


@transaction.atomic
def open_disclosure(
    *,
    organisation: Organisation,
    law: str,
    reference: str,
    requester: str,
    summary: str,
    received_on: date,
    by: User,
) -> Disclosure:
    """A request that came in; its last day follows from the law. Raises ReferenceTaken."""
    try:
        with transaction.atomic():
            disclosure = Disclosure.objects.create(
                organisation=organisation,
                law=law,
                reference=reference,
                requester=requester,
                summary=summary,
                received_on=received_on,
                due_on=rules_of(law).due_on(received_on),
                opened_by=by,
            )
    except IntegrityError as error:
        raise ReferenceTaken(_("Another request has this reference.")) from error
    record(
        verb="evidence.disclosure_opened",
        by=by,
        about=about_disclosure(disclosure),
        reference=reference,
        law=str(disclosure.get_law_display()),
        received_on=str(received_on),
        due_on=british_date(disclosure.due_on),
    )
    return disclosure


@transaction.atomic
def gather(
    *, disclosure: Disclosure, versions: Iterable[EvidenceVersion], by: User
) -> list[DisclosureEntry]:
    """Versions to be decided on; those that are there already are left out.

    Raises NotPossible for a version that is destroyed or cannot be read, for a redacted copy
    of the service, and where the request is decided.
    """
    lock_open(disclosure)
    there = set(disclosure.entries.values_list("version", flat=True))
    last = disclosure.entries.aggregate(last=Max("position"))["last"] or 0
    wanted = [version for version in versions if version.pk not in there]
    return [_gather(disclosure, each, last + at, by) for at, each in enumerate(wanted, 1)]


def _gather(
    disclosure: Disclosure, version: EvidenceVersion, position: int, by: User
) -> DisclosureEntry:
    item = version.item
    if item.organisation_id != disclosure.organisation_id:
        raise NotPossible(_("It belongs to another organisation."))
    if not version.is_readable:
        raise NotPossible(
            _("Version %(number)s of %(code)s cannot be gathered: %(trouble)s")
            % {"number": version.number, "code": item.code, "trouble": version.trouble}
        )
    if version.role == VersionRole.REDACTED:
        raise NotPossible(
            _("Gather the version itself; its redacted copy can be chosen when you decide.")
        )
    entry = DisclosureEntry.objects.create(
        disclosure=disclosure,
        version=version,
        position=position,
        code=item.code,
        title=item.title,
        marking=item.marking,
        added_by=by,
    )
    record(verb="evidence.disclosure_gathered", by=by, about=_about(entry), **_words(entry))
    return entry


@transaction.atomic
def leave_out(*, entry: DisclosureEntry, by: User) -> None:
    """It was not asked for after all: the entry goes, with the redacted copy made for it."""
    lock_open(entry.disclosure)
    take_copy_away(entry)
    record(verb="evidence.disclosure_left_out", by=by, about=_about(entry), **_words(entry))
    entry.delete()


@transaction.atomic
def decide_entry(
    *,
    entry: DisclosureEntry,
    decision: str,
    by: User,
    title: str = "",
    exemptions: Iterable[str] = (),
    note: str = "",
    second_look: str = "",
    copy: StoredFile | None = None,
) -> DisclosureEntry:
    """What becomes of one file; `title` is how the schedule calls it.

    Withheld or redacted takes an exemption of the law; redacted takes a copy, the one that is
    there unless a new one comes; a file marked OFFICIAL-SENSITIVE is released as it is only
    with a reason, `second_look`. Raises NotPossible.
    """
    disclosure = entry.disclosure
    lock_open(disclosure)
    version = EvidenceVersion.objects.select_related("item").get(pk=entry.version_id)
    named = [each for each in exemptions if rules_of(disclosure.law).named(each)]
    is_exempt = decision in (Decision.REDACTED, Decision.WITHHELD)
    entry.marking = version.item.marking
    _require_whole(entry, decision, named, second_look, copy)
    if copy:
        _require_redacted(disclosure, copy)
    if copy or decision != Decision.REDACTED:
        take_copy_away(entry)
    if copy and decision == Decision.REDACTED:
        _put_copy(entry, copy)
    entry.decision, entry.note = decision, note
    entry.title = title or entry.title
    entry.exemptions, entry.is_exempt = (named if is_exempt else []), is_exempt
    entry.second_look = second_look if decision == Decision.WHOLE and entry.is_sensitive else ""
    entry.save()
    record(
        verb="evidence.disclosure_decided",
        by=by,
        about=_about(entry),
        **_words(entry),
        decision=str(entry.get_decision_display()),
        exemptions=", ".join(entry.exemptions),
        second_look=entry.second_look,
        sha256=entry.sha256,
    )
    return entry


def _put_copy(entry: DisclosureEntry, copy: StoredFile) -> None:
    entry.storage_key, entry.file_name = copy.storage_key, copy.name
    entry.media_type, entry.size = copy.media_type, copy.size
    entry.sha256, entry.scan = copy.sha256, copy.scan


def _require_whole(
    entry: DisclosureEntry,
    decision: str,
    named: list[str],
    second_look: str,
    copy: StoredFile | None,
) -> None:
    if decision in (Decision.REDACTED, Decision.WITHHELD) and not named:
        raise NotPossible(_("Name the exemption that it falls under."))
    if decision == Decision.REDACTED and not (copy or entry.storage_key):
        raise NotPossible(_("Choose the redacted copy."))
    if decision == Decision.WHOLE and entry.is_sensitive and not second_look:
        raise NotPossible(
            _("It is marked OFFICIAL-SENSITIVE: say why it may be released as it is.")
        )


def _require_redacted(disclosure: Disclosure, copy: StoredFile) -> None:
    """What is handed over as redacted must not be an original under another name."""
    if copy.scan not in (Scan.CLEAN, Scan.NOT_SCANNED):
        raise NotPossible(
            _("The virus scanner does not answer now. Choose the redacted copy again later.")
        )
    originals = EvidenceVersion.objects.originals().filter(
        item__organisation=disclosure.organisation_id, sha256=copy.sha256
    )
    if original := originals.select_related("item").first():
        raise NotPossible(
            _("This is %(code)s, version %(number)s, as it is: nothing was taken out of it.")
            % {"code": original.item.code, "number": original.number}
        )


@transaction.atomic
def extend_disclosure(*, disclosure: Disclosure, reason: str, by: User) -> None:
    """Take the further time that the law allows; once, and before the first day is over.

    Whoever asks must be told of it, with the reason, before that day. Raises NotPossible.
    """
    lock_open(disclosure)
    rules = rules_of(disclosure.law)
    if rules.more is None:
        raise NotPossible(_("This law gives no more time."))
    if disclosure.extended_at:
        raise NotPossible(_("More time was taken already."))
    if disclosure.days_left() < 0:
        raise NotPossible(_("More time can only be taken before the last day is over."))
    before, disclosure.due_on = disclosure.due_on, rules.latest(disclosure.received_on)
    disclosure.extended_at, disclosure.extended_by = timezone.now(), by
    disclosure.extension_reason = reason
    disclosure.save()
    record(
        verb="evidence.disclosure_extended",
        by=by,
        about=about_disclosure(disclosure),
        reference=disclosure.reference,
        before=str(before),
        after=str(disclosure.due_on),
        reason=reason,
    )


@transaction.atomic
def refuse_disclosure(*, disclosure: Disclosure, outcome: str, by: User) -> None:
    """Nothing is released; `outcome` says why. Raises NotPossible."""
    lock_open(disclosure)
    set_outcome(disclosure, DisclosureState.REFUSED, outcome, by)
    record(
        verb="evidence.disclosure_refused",
        by=by,
        about=about_disclosure(disclosure),
        reference=disclosure.reference,
        reason=outcome,
    )


@transaction.atomic
def reopen_disclosure(*, disclosure: Disclosure, reason: str, by: User) -> None:
    """A review found that it must be decided again; releases stay on record."""
    Disclosure.objects.select_for_update(no_key=True).get(pk=disclosure.pk)
    disclosure.refresh_from_db()
    if disclosure.is_open:
        raise NotPossible(_("It is open already."))
    if disclosure.is_disposed:
        raise NotPossible(_("It was deleted by the council’s rule: nothing left to decide."))
    disclosure.state, disclosure.outcome = DisclosureState.OPEN, ""
    disclosure.decided_at = disclosure.decided_by = None
    disclosure.save()
    record(
        verb="evidence.disclosure_reopened",
        by=by,
        about=about_disclosure(disclosure),
        reference=disclosure.reference,
        reason=reason,
    )


def set_outcome(disclosure: Disclosure, state: str, outcome: str, by: User) -> None:
    """Decide a request that is locked."""
    disclosure.state, disclosure.outcome = state, outcome
    disclosure.decided_at, disclosure.decided_by = timezone.now(), by
    disclosure.save()


def lock_open(disclosure: Disclosure) -> None:
    """Nobody else changes the request meanwhile, nor destroys what was gathered for it."""
    Organisation.objects.select_for_update(no_key=True).get(pk=disclosure.organisation_id)
    Disclosure.objects.select_for_update(no_key=True).get(pk=disclosure.pk)
    disclosure.refresh_from_db(
        fields=["state", "outcome", "decided_at", "decided_by", "due_on", "extended_at"]
    )
    if not disclosure.is_open:
        raise NotPossible(_("This request was decided already."))


def about_disclosure(disclosure: Disclosure, item_id: int | None = None) -> About:
    return About(organisation_id=disclosure.organisation_id, item_id=item_id)


def _about(entry: DisclosureEntry) -> About:
    return about_disclosure(entry.disclosure, entry.version.item_id)


def _words(entry: DisclosureEntry) -> dict[str, Any]:
    return {
        "reference": entry.disclosure.reference,
        "code": entry.code,
        "number": entry.version.number,
    }


def take_copy_away(entry: DisclosureEntry) -> None:
    """The redacted copy goes once the transaction holds; until then it may be needed."""
    if key := entry.storage_key:
        transaction.on_commit(lambda: discard_key(key))
    entry.storage_key, entry.sha256, entry.file_name = None, "", ""
    entry.media_type, entry.size = "", 0
