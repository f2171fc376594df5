from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from criteria.cycle import Cycle, cycle_from
from criteria.enums import CountsAs

from .constraints import one_code_per, one_place_per, positions_from_one


class Standard(models.Model):
    """A published framework that services are assessed against."""

    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40)

    class Meta:
        ordering = ["name", "slug"]
        verbose_name = _("standard")
        verbose_name_plural = _("standards")

    def __str__(self) -> str:
        return self.name


class EditionQuerySet(models.QuerySet["Edition"]):
    def current(self) -> "EditionQuerySet":
        return self.filter(is_current=True)

    def of_standard(self, slug: str) -> "EditionQuerySet":
        return self.filter(standard__slug=slug)

    def not_yet_used(self) -> "EditionQuerySet":
        return self.filter(used_at__isnull=True)


class Edition(models.Model):
    """One wording of a standard, with its rating scale, pass rule, cycle and level names.

    Once `used_at` is set the wording never changes; see `criteria.actions`. The cycle is no
    wording: a body may change its scheme of visits, but names no visit away that was made.
    `level_names` holds, for `criterion`, `sub_criterion`, `element` and `clause`,
    what this standard calls them: `{"one": "Criterion", "many": "Criteria"}`.
    """

    standard = models.ForeignKey(Standard, models.PROTECT, related_name="editions")
    slug = models.SlugField(_("short name in addresses"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=35, default="en-GB")
    level_names = models.JSONField(_("names of the levels"))
    cycle = models.JSONField(_("cycle of visits"), default=dict)
    non_compliant_allowed = models.PositiveSmallIntegerField(_("not met allowed"), default=0)
    is_current = models.BooleanField(_("current"), default=False)
    used_at = models.DateTimeField(_("first used"), null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["standard", "-is_current", "slug"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "slug"],
                name="criteria_edition_slug_unique",
                violation_error_message=_("This standard already has an edition of that name."),
            ),
            models.UniqueConstraint(
                fields=["standard"],
                condition=Q(is_current=True),
                name="criteria_edition_one_current",
                violation_error_message=_("A standard has one current edition only."),
            ),
            models.CheckConstraint(
                condition=Q(non_compliant_allowed__gte=0),
                name="criteria_edition_allowance",
                violation_error_message=_("The number allowed cannot be below 0."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scheme(self) -> Cycle:
        """The visits of this edition and how they follow each other."""
        return cycle_from(self.cycle)


class Rating(models.Model):
    """One step of an edition's scale."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="ratings")
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=80)
    letter = models.CharField(_("letter"), max_length=2)
    meaning = models.TextField(_("meaning"))
    position = models.PositiveSmallIntegerField(_("position"))
    counts_as = models.CharField(_("counts as"), max_length=10, choices=CountsAs)

    class Meta:
        ordering = ["edition_id", "position"]
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            one_code_per("edition", name="criteria_rating_code_unique"),
            one_place_per("edition", name="criteria_rating_place_unique"),
            positions_from_one(name="criteria_rating_position"),
            models.CheckConstraint(
                condition=Q(counts_as__in=CountsAs.values),
                name="criteria_rating_counts_as",
                violation_error_message=_("Choose what the rating counts as for the pass rule."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
