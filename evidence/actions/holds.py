"""Holds: what may not be destroyed, set and lifted with a reason each."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.history import About, record
from accounts.models import Organisation, User
from evidence.holds import people_known_to
from evidence.models import EvidenceItem, Hold, Portfolio


class LiftedAlready(Exception):
    """Somebody else has lifted the hold."""


class NotOfThisOrganisation(Exception):
    """What was to be held belongs to another organisation."""


@transaction.atomic
def set_hold(
    *,
    organisation: Organisation,
    reason: str,
    by: User,
    item: EvidenceItem | None = None,
    portfolio: Portfolio | None = None,
    person: User | None = None,
    reference: str = "",
) -> Hold:
    """Keep one item, all evidence of one portfolio, or what is known of one person.

    Waits for whoever destroys something of the organisation at the same moment. Raises
    NotOfThisOrganisation.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    _require_own(organisation, item, portfolio, person)
    hold = Hold.objects.create(
        organisation=organisation,
        item=item,
        portfolio=portfolio,
        person=person,
        reason=reason,
        reference=reference,
        set_by=by,
    )
    record(
        verb="evidence.hold_set",
        by=by,
        about=_about(hold),
        what=hold.what,
        reason=reason,
        reference=reference,
    )
    return hold


@transaction.atomic
def lift_hold(*, hold: Hold, reason: str, by: User) -> Hold:
    """End the hold; it stays on record with both reasons. Raises LiftedAlready."""
    Organisation.objects.select_for_update(no_key=True).get(pk=hold.organisation_id)
    hold.refresh_from_db(from_queryset=Hold.objects.select_for_update(of=("self",), no_key=True))
    if hold.is_lifted:
        raise LiftedAlready(_("The hold on %(what)s was lifted already.") % {"what": hold.what})
    hold.lifted_at, hold.lifted_by, hold.lifted_reason = timezone.now(), by, reason
    hold.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
    record(
        verb="evidence.hold_lifted",
        by=by,
        about=_about(hold),
        what=hold.what,
        reason=reason,
        reference=hold.reference,
    )
    return hold


def _require_own(
    organisation: Organisation,
    item: EvidenceItem | None,
    portfolio: Portfolio | None,
    person: User | None,
) -> None:
    strange = (
        (item is not None and item.organisation_id != organisation.pk)
        or (portfolio is not None and portfolio.organisation_id != organisation.pk)
        or (person is not None and not people_known_to(organisation).filter(pk=person.pk).exists())
    )
    if strange:
        raise NotOfThisOrganisation


def _about(hold: Hold) -> About:
    return About(
        organisation_id=hold.organisation_id,
        portfolio_id=hold.portfolio_id,
        item_id=hold.item_id,
        person_id=hold.person_id,
    )
