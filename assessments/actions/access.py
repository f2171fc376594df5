"""Assessors' access to one assessment: given, changed, ended."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import find_or_add_person, invite, withdraw_invitation
from accounts.mail import send_letter
from accounts.models import Organisation, User
from assessments.models import Assessment, PrivateNote
from assessments.transitions import NotPossibleNow
from evidence.actions import change_grant, confirm_grant, grant_reading, withdraw_grant
from evidence.models import ReaderGrant

from .locking import locked


class NotGiven(NotPossibleNow):
    """Access cannot be given so; `field` is the part of the form that must change."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def give_access(
    *, assessment: Assessment, email: str, name: str, starts_on: date, ends_on: date, by: User
) -> ReaderGrant:
    """Let an assessor in from one day to another, both included, and write to them.

    Whoever is not known yet is invited to set a password. Raises NotGiven for people of the
    council, for days on which they have access already, and for days that are over.
    """
    current = locked(assessment)
    _must_lie_ahead(starts_on, ends_on)
    known = User.objects.filter(email__iexact=email.strip()).first()
    if known is None and not name.strip():
        raise NotGiven("name", _("Enter the name of the assessor"))
    reader = known or find_or_add_person(email=email, name=name)
    _must_be_free(current, reader, starts_on, ends_on)
    grant = grant_reading(
        snapshot=_snapshot(current), reader=reader, starts_on=starts_on, ends_on=ends_on, by=by
    )
    _write(current, grant, by)
    return grant


@transaction.atomic
def send_invitation_again(*, assessment: Assessment, grant: ReaderGrant, by: User) -> None:
    """Another letter with another link; the link of the last one dies.

    Raises NotPossibleNow for those who have set their password, or whose access is over or
    suspended.
    """
    held = _held(grant)
    if held.reader.has_usable_password() or held.is_over() or held.is_suspended():
        raise NotPossibleNow(_("This invitation cannot be sent again."))
    _write(locked(assessment), held, by)


@transaction.atomic
def change_access(
    *, assessment: Assessment, grant: ReaderGrant, starts_on: date, ends_on: date, by: User
) -> None:
    """Move the days. Raises NotGiven as `give_access` does, and for access that is over."""
    current, held = locked(assessment), _held(grant)
    if held.is_over():
        raise NotGiven("", _("This access is over. Give the assessor a new one."))
    _must_lie_ahead(starts_on, ends_on)
    _must_be_free(current, held.reader, starts_on, ends_on, but=held)
    change_grant(grant=held, starts_on=starts_on, ends_on=ends_on, by=by)


@transaction.atomic
def end_access(*, assessment: Assessment, grant: ReaderGrant, by: User) -> None:
    """Withdraw an access now, and with the last one the assessor's private notes.

    So dies an invitation that was not accepted. What is withdrawn already stays so.
    """
    held = _held(grant)
    if held.withdrawn_at is not None:
        return
    withdraw_grant(grant=held, by=by)
    organisation = assessment.portfolio.service.organisation
    lasting = ReaderGrant.objects.lasting().filter(reader=held.reader)
    if not lasting.filter(snapshot__portfolio__service__organisation=organisation).exists():
        withdraw_invitation(user=held.reader, organisation=organisation, by=by)
    delete_notes_without_access(author=held.reader)


@transaction.atomic
def confirm_access(*, assessment: Assessment, grant: ReaderGrant, by: User) -> bool:
    """Let an access that a restore suspended live again; False where it is not suspended."""
    locked(assessment)
    held = _held(grant)
    if not held.is_suspended():
        return False
    confirm_grant(grant=held, by=by)
    return True


def delete_notes_without_access(*, author: User | None = None) -> int:
    """Delete private notes whose author has no access any more, now or arranged.

    Of everybody unless one is named. Nothing is recorded: that there were notes is private.
    """
    access = ReaderGrant.objects.lasting().filter(
        reader=OuterRef("author"), snapshot=OuterRef("row__assessment__snapshot")
    )
    notes = PrivateNote.objects.filter(~Exists(access))
    if author is not None:
        notes = notes.filter(author=author)
    return notes.delete()[0]


def _must_lie_ahead(starts_on: date, ends_on: date) -> None:
    if ends_on < timezone.localdate():
        raise NotGiven("ends_on", _("Enter a last day that is today or later"))
    if ends_on < starts_on:
        raise NotGiven("ends_on", _("Enter a last day that is not before the first"))


def _must_be_free(
    assessment: Assessment,
    reader: User,
    starts_on: date,
    ends_on: date,
    but: ReaderGrant | None = None,
) -> None:
    """Somebody from outside the council, whose access does not lie on these days already."""
    if not reader.is_active:
        raise NotGiven("email", _("The account of this person is closed. Choose another assessor"))
    if reader.memberships.filter(organisation=_organisation(assessment)).exists():
        raise NotGiven(
            "email",
            _("%(who)s works for %(council)s, and nobody assesses their own council")
            % {"who": reader, "council": _organisation(assessment)},
        )
    others = ReaderGrant.objects.filter(
        snapshot_id=assessment.snapshot_id,
        reader=reader,
        withdrawn_at__isnull=True,
        starts_on__lte=ends_on,
        ends_on__gte=starts_on,
    )
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise NotGiven(
            "starts_on" if but else "email",
            _("%(who)s has access on these days already. Change the days of that access instead")
            % {"who": reader},
        )


def _write(assessment: Assessment, grant: ReaderGrant, by: User) -> None:
    words: dict[str, Any] = {
        "sender": by,
        "organisation": _organisation(assessment),
        "service": assessment.portfolio.service,
        "assessment": assessment.label,
        "name": grant.reader,
        "starts_on": grant.starts_on,
        "ends_on": grant.ends_on,
    }
    to = grant.reader.email
    if grant.reader.has_usable_password():
        path = reverse("assessments:desk", args=[assessment.pk])
        send_letter(to=to, template="access_given", path=path, **words)
        return
    ticket = invite(user=grant.reader, organisation=words["organisation"], by=by)
    path = reverse("invitation", args=[ticket.token])
    words["expires_at"] = ticket.expires_at
    send_letter(to=to, template="invitation", path=path, **words)


def _organisation(assessment: Assessment) -> Organisation:
    return assessment.portfolio.service.organisation


def _snapshot(assessment: Assessment):
    assessment.snapshot.portfolio = assessment.portfolio
    return assessment.snapshot


def _held(grant: ReaderGrant) -> ReaderGrant:
    """The access read afresh under its lock."""
    held = ReaderGrant.objects.select_for_update(of=("self",), no_key=True).select_related(
        "reader", "snapshot__portfolio__service"
    )
    return held.get(pk=grant.pk)
