"""Councils and certification bodies, their services, teams and blocks of numbers."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.validators import valid_prefix


class Organisation(models.Model):
    """A council, or a certification body whose people assess."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    kind = models.CharField(
        _("kind"),
        max_length=30,
        choices=OrganisationKind.choices,
        default=OrganisationKind.COUNCIL,
    )
    corporate_prefix = models.CharField(
        _("prefix of corporate evidence"), max_length=6, default="C", validators=[valid_prefix]
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """A part of a council that holds a certificate; its slug is unique in the installation."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="services"
    )
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    prefix = models.CharField(_("prefix of its evidence"), max_length=6, validators=[valid_prefix])

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "prefix"],
                name="service_prefix_unique",
                violation_error_message=_("Another service of this council has this prefix"),
            ),
            models.UniqueConstraint(fields=["organisation", "name"], name="service_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A team of a service, which has blocks of evidence numbers of its own."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(_("name"), max_length=200)
    position = models.PositiveIntegerField(_("place in lists"), default=1)

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["service", "name"], name="team_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class NumberBlock(models.Model):
    """Numbers from which codes are drawn: a team's, or without a team the corporate ones."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="number_blocks"
    )
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="number_blocks", null=True, blank=True
    )
    first = models.PositiveIntegerField(_("first number"))
    last = models.PositiveIntegerField(_("last number"))
    is_closed = models.BooleanField(
        _("closed"),
        default=False,
        help_text=_("Codes of a closed block stay in use, but no new ones are drawn from it"),
    )

    class Meta:
        ordering = ["first"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__gte=1) & Q(last__gte=F("first")),
                name="number_block_in_order",
                violation_error_message=_("The last number must not be below the first"),
            ),
            models.UniqueConstraint(fields=["team", "first"], name="number_block_of_team_unique"),
            models.UniqueConstraint(
                fields=["organisation", "first"],
                condition=Q(team__isnull=True),
                name="number_block_corporate_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"
