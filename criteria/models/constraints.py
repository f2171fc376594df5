"""The two constraints every level shares, with messages a person can act on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


def one_code_per(parent: str, *, name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=[parent, "code"],
        name=name,
        violation_error_message=_("This code is already in use here. Give each its own code."),
    )


def one_place_per(parent: str, *, name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=[parent, "position"],
        name=name,
        violation_error_message=_("Another entry already stands at this position in the list."),
    )


def positions_from_one(*, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(position__gte=1),
        name=name,
        violation_error_message=_("Positions count from 1."),
    )
