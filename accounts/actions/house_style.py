"""The writers of an organisation's house style. Each takes the revision its writer began from."""

from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.history import About, record
from accounts.logos import Drawn
from accounts.models import HouseStyle, Organisation, User


class HouseStyleChangedMeanwhile(Exception):
    """Somebody saved in the meantime; `current` is what is saved now."""

    def __init__(self, current: HouseStyle) -> None:
        super().__init__(str(current))
        self.current = current


@transaction.atomic
def choose_accent(*, organisation: Organisation, colour: str, revision: int, by: User) -> None:
    """Give documents this accent colour, which has been found readable.

    The same colour again writes nothing. Raises HouseStyleChangedMeanwhile.
    """
    before = _row_of(organisation).accent_colour
    if before == colour:
        return
    _write(organisation, revision, accent_colour=colour)
    record(
        verb="accounts.accent_chosen",
        by=by,
        about=About(organisation_id=organisation.pk),
        organisation=organisation.name,
        before=before,
        after=colour,
    )


@transaction.atomic
def put_logo(
    *, organisation: Organisation, logo: Drawn, says: str, revision: int, by: User
) -> None:
    """Give documents this logo, with what it shows in words. Raises HouseStyleChangedMeanwhile."""
    _write(organisation, revision, logo=logo.data, logo_type=logo.media_type, logo_says=says)
    record(
        verb="accounts.logo_put",
        by=by,
        about=About(organisation_id=organisation.pk),
        organisation=organisation.name,
        says=says,
        sha256=sha256(logo.data).hexdigest(),
    )


@transaction.atomic
def describe_logo(*, organisation: Organisation, says: str, revision: int, by: User) -> None:
    """Say in other words what the logo shows. Raises HouseStyleChangedMeanwhile."""
    before = _row_of(organisation).logo_says
    if before == says:
        return
    _write(organisation, revision, logo_says=says)
    record(
        verb="accounts.logo_described",
        by=by,
        about=About(organisation_id=organisation.pk),
        organisation=organisation.name,
        before=before,
        after=says,
    )


@transaction.atomic
def take_logo_away(*, organisation: Organisation, revision: int, by: User) -> None:
    """Leave the logo off documents. Raises HouseStyleChangedMeanwhile."""
    before = _row_of(organisation).logo_says
    _write(organisation, revision, logo=None, logo_type="", logo_says="")
    record(
        verb="accounts.logo_taken_away",
        by=by,
        about=About(organisation_id=organisation.pk),
        organisation=organisation.name,
        says=before,
    )


def _row_of(organisation: Organisation) -> HouseStyle:
    HouseStyle.objects.get_or_create(organisation=organisation)
    return HouseStyle.objects.select_for_update(no_key=True).get(organisation=organisation)


def _write(organisation: Organisation, revision: int, **values: Any) -> None:
    row = _row_of(organisation)
    there = HouseStyle.objects.filter(pk=row.pk, revision=revision)
    if not there.update(**values, revision=F("revision") + 1):
        raise HouseStyleChangedMeanwhile(row)
