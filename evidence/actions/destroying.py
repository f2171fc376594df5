"""Destroying versions: one person asks, another one agrees. Nothing else removes bytes.

One of them is of information governance, the other answers for the evidence.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.history import record
from accounts.models import User
from accounts.permissions import holds
from evidence.destruction.deed import destroy_now, lock_item
from evidence.destruction.letters import tell_deciders, tell_who_asked
from evidence.destruction.lines import call_off
from evidence.enums import AskedAs
from evidence.holds import holds_on_items
from evidence.models import Destruction, EvidenceItem, EvidenceVersion
from evidence.permissions import keeps_item

from .about import about_item


class NotDestroyed(Exception):
    """Nothing was destroyed; its words say why."""


@transaction.atomic
def ask_destruction(
    *,
    version: EvidenceVersion,
    reason: str,
    authority: str,
    by: User,
    keeps_redacted: bool = False,
    also: Iterable[EvidenceVersion] = (),
) -> list[Destruction]:
    """Ask that a version be destroyed, and `also` others with the same bytes.

    A second person agrees to each. Raises NotDestroyed: destroyed already, waiting already,
    or held.
    """
    asked = []
    for each in (version, *also):
        lock_item(each.item)
        _require_standing(each)
        if Destruction.objects.open().filter(version=each).exists():
            raise NotDestroyed(
                _("The destruction of %(version)s waits for the second person already.")
                % {"version": name_of(each)}
            )
        asked.append(
            Destruction.objects.create(
                version=each,
                reason=reason,
                authority=authority,
                keeps_redacted=keeps_redacted,
                asked_by=by,
                asked_as=_asked_as(by, each.item),
            )
        )
        record(
            verb="evidence.destruction_asked",
            by=by,
            about=about_item(each.item),
            authority=authority,
            **_words(asked[-1]),
        )
        tell_deciders(asked[-1], by)
    return asked


def _asked_as(user: User, item: EvidenceItem) -> AskedAs:
    """Which of the two people this one is; who is both asks for information governance."""
    is_keeper = keeps_item(user, item) and not holds(user, Role.GOVERNANCE, item.organisation)
    return AskedAs.KEEPER if is_keeper else AskedAs.GOVERNANCE


@transaction.atomic
def agree_to_destruction(*, destruction: Destruction, by: User) -> Destruction:
    """Destroy what another person has asked for. Raises NotDestroyed."""
    found = _open(destruction)
    if found.asked_by_id == by.pk:
        raise NotDestroyed(
            _(
                "You asked for it yourself. A second person has to agree, so that nobody"
                " destroys evidence alone."
            )
        )
    _require_standing(found.version)
    found.agreed_at, found.agreed_by = timezone.now(), by
    found.save(update_fields=["agreed_at", "agreed_by"])
    _destroy(found, by, found.agreed_at)
    tell_who_asked(found, "destruction_agreed", by)
    return found


@transaction.atomic
def refuse_destruction(*, destruction: Destruction, reason: str, by: User) -> Destruction:
    """Say no, with the reason; the version stays as it is. Raises NotDestroyed."""
    found = _open(destruction)
    found.refused_at, found.refused_by, found.refused_reason = timezone.now(), by, reason
    found.save(update_fields=["refused_at", "refused_by", "refused_reason"])
    record(
        verb="evidence.destruction_refused",
        by=by,
        about=about_item(found.version.item),
        why=reason,
        **_words(found),
    )
    call_off([str(found.version.uuid)])
    tell_who_asked(found, "destruction_refused", by)
    return found


@transaction.atomic
def withdraw_destruction(*, destruction: Destruction, by: User) -> Destruction:
    """Take back what one has asked for. Raises NotDestroyed."""
    found = _open(destruction)
    found.withdrawn_at = timezone.now()
    found.save(update_fields=["withdrawn_at"])
    record(
        verb="evidence.destruction_withdrawn",
        by=by,
        about=about_item(found.version.item),
        **_words(found),
    )
    call_off([str(found.version.uuid)])
    return found


@transaction.atomic
def destroy_by_rule(
    *, versions: Iterable[EvidenceVersion], rule: str, reason: str, by: User
) -> int:
    """Destroy versions whose time is over by a rule of the council; how many.

    The rule stands in for the second person. Those destroyed already are passed over; what
    was asked for and waits is decided by it. Raises NotDestroyed where one of them is held.
    """
    destroyed = 0
    for version in versions:
        lock_item(version.item)
        version.refresh_from_db(fields=["destroyed_at"])
        if version.is_destroyed:
            continue
        _require_standing(version)
        destruction = Destruction.objects.open().filter(version=version).first() or Destruction(
            version=version, asked_by=by
        )
        destruction.reason, destruction.authority = reason, rule
        destruction.rule, destruction.agreed_at = rule, timezone.now()
        destruction.keeps_redacted = False
        destruction.save()
        _destroy(destruction, by, destruction.agreed_at)
        destroyed += 1
    return destroyed


def name_of(version: EvidenceVersion) -> str:
    """How people call it."""
    return _("version %(number)s of %(code)s") % {
        "number": version.number,
        "code": version.item.code,
    }


def reasons_to_keep(item: EvidenceItem) -> list[str]:
    """The holds that keep an item, in words."""
    return [str(hold) for hold in holds_on_items([item.pk]).get(item.pk, [])]


def _destroy(destruction: Destruction, by: User, at: datetime) -> None:
    version = destruction.version
    sha256 = version.sha256
    numbers = destroy_now(destruction, at=at, by=by)
    record(
        verb="evidence.destroyed",
        by=by,
        about=about_item(version.item),
        authority=destruction.authority,
        rule=destruction.rule,
        sha256=sha256,
        numbers=numbers,
        **_words(destruction),
    )


def _open(destruction: Destruction) -> Destruction:
    """The same as it is now, with its item locked. Raises NotDestroyed."""
    lock_item(destruction.version.item)
    found = Destruction.objects.select_related("version__item", "asked_by").get(pk=destruction.pk)
    if not found.is_open:
        raise NotDestroyed(_("It was decided or withdrawn in the meantime."))
    return found


def _require_standing(version: EvidenceVersion) -> None:
    version.refresh_from_db(fields=["destroyed_at", "destroyed_reason"])
    if version.is_destroyed:
        raise NotDestroyed(_("It was destroyed in the meantime."))
    if reasons := reasons_to_keep(version.item):
        raise NotDestroyed(
            _("%(code)s is on hold and must be kept: %(reasons)s")
            % {"code": version.item.code, "reasons": "; ".join(reasons)}
        )


def _words(destruction: Destruction) -> dict[str, str | int]:
    version = destruction.version
    return {
        "code": version.item.code,
        "number": version.number,
        "reason": destruction.reason,
    }
