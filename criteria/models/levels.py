"""The four levels of an edition. Each stands at a position in its own parent, from 1."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .constraints import one_code_per, one_place_per, positions_from_one
from .standard import Edition


class Criterion(models.Model):
    """The top level, and where the pass rule says how many partials are allowed.

    `partials_allowed` is empty where the standard sets no limit.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="criteria")
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("title"), max_length=300)
    position = models.PositiveSmallIntegerField(_("position"))
    partials_allowed = models.PositiveSmallIntegerField(_("partials allowed"), null=True)

    class Meta:
        ordering = ["edition_id", "position"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            one_code_per("edition", name="criteria_criterion_code_unique"),
            one_place_per("edition", name="criteria_criterion_place_unique"),
            positions_from_one(name="criteria_criterion_position"),
            models.CheckConstraint(
                condition=Q(partials_allowed__isnull=True) | Q(partials_allowed__gte=0),
                name="criteria_criterion_partials",
                violation_error_message=_("The number allowed cannot be below 0."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class SubCriterion(models.Model):
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="sub_criteria")
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("title"), max_length=300)
    position = models.PositiveSmallIntegerField(_("position"))
    attributes = models.JSONField(_("further attributes"), default=dict, blank=True)

    class Meta:
        ordering = ["criterion", "position"]
        verbose_name = _("sub-criterion")
        verbose_name_plural = _("sub-criteria")
        constraints = [
            one_code_per("criterion", name="criteria_sub_criterion_code_unique"),
            one_place_per("criterion", name="criteria_sub_criterion_place_unique"),
            positions_from_one(name="criteria_sub_criterion_position"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class ElementQuerySet(models.QuerySet["Element"]):
    def of_edition(self, edition: Edition) -> "ElementQuerySet":
        return self.filter(edition=edition)

    def with_clauses(self) -> "ElementQuerySet":
        return self.prefetch_related("clauses")

    def with_headings(self) -> "ElementQuerySet":
        return self.select_related("sub_criterion__criterion")


class Element(models.Model):
    """What gets a rating. The edition is kept here too, so that codes are unique in it.

    Sorting by `element` (not by `element__position`) follows the whole edition.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="elements")
    sub_criterion = models.ForeignKey(SubCriterion, models.CASCADE, related_name="elements")
    code = models.CharField(_("code"), max_length=20)
    text = models.TextField(_("text"))
    position = models.PositiveSmallIntegerField(_("position"))
    guidance = models.TextField(_("guidance"), blank=True)
    attributes = models.JSONField(_("further attributes"), default=dict, blank=True)

    objects = ElementQuerySet.as_manager()

    class Meta:
        ordering = ["sub_criterion", "position"]
        verbose_name = _("element")
        verbose_name_plural = _("elements")
        constraints = [
            one_code_per("edition", name="criteria_element_code_unique"),
            one_place_per("sub_criterion", name="criteria_element_place_unique"),
            positions_from_one(name="criteria_element_position"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class Clause(models.Model):
    element = models.ForeignKey(Element, models.CASCADE, related_name="clauses")
    code = models.CharField(_("code"), max_length=20)
    text = models.TextField(_("text"))
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        ordering = ["element", "position"]
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        constraints = [
            one_code_per("element", name="criteria_clause_code_unique"),
            one_place_per("element", name="criteria_clause_place_unique"),
            positions_from_one(name="criteria_clause_position"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"
