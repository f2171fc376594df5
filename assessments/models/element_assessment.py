"""One element in one assessment."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import Approval
from criteria.models import Clause, Element, Rating

from .assessment import Assessment

Person = settings.AUTH_USER_MODEL


class ElementAssessment(models.Model):
    """What the service says of itself and what the assessor finds.

    Each half has a revision, counted up at every save: a form that began from an older
    one is refused and shown both texts. `carried_from` is the year of the visit that a
    rating comes from where the element is not under review, and `commentary_from` that of
    a commentary which the service has not yet written afresh. `set_aside` keeps what the
    service had typed for an element that was taken out of the review.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="elements")
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="assessments")
    in_review = models.BooleanField(_("under review"), default=True)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    self_rating = models.ForeignKey(
        Rating, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    commentary = models.TextField(_("commentary"), max_length=10_000, blank=True)
    commentary_from = models.CharField(_("commentary of"), max_length=20, blank=True)
    set_aside = models.JSONField(default=dict, blank=True)
    service_revision = models.PositiveIntegerField(default=0)
    approval = models.CharField(
        _("approval"), max_length=10, choices=Approval.choices, blank=True, default=""
    )
    approval_reason = models.TextField(_("why it was returned"), max_length=4000, blank=True)
    approval_at = models.DateTimeField(_("sent or decided"), null=True, blank=True)
    approval_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    rating = models.ForeignKey(
        Rating, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    finding = models.TextField(_("assessor’s comment"), max_length=10_000, blank=True)
    is_strength = models.BooleanField(_("strength"), default=False)
    is_good_practice = models.BooleanField(_("good practice"), default=False)
    is_improvement = models.BooleanField(_("area for improvement"), default=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    assessor_revision = models.PositiveIntegerField(default=0)
    carried_from = models.CharField(_("carried forward from"), max_length=20, blank=True)

    class Meta:
        ordering = ["assessment", "element"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "element"], name="element_assessment_unique"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="element_acceptance_whole",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(rating__isnull=False),
                name="element_accepted_only_when_rated",
                violation_error_message=_("Rate the element before you accept it"),
            ),
            models.CheckConstraint(
                condition=Q(approval="", approval_at__isnull=True, approval_by__isnull=True)
                | Q(
                    approval__in=Approval.values,
                    approval_at__isnull=False,
                    approval_by__isnull=False,
                ),
                name="element_approval_whole",
            ),
            models.CheckConstraint(
                condition=~Q(approval=Approval.RETURNED) | ~Q(approval_reason=""),
                name="element_return_has_reason",
                violation_error_message=_("Say why you return it"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element.code}, {self.assessment}"


class ClauseAssessment(models.Model):
    """A part of an element in one assessment: the service's note and the assessor's acceptance.

    There is a row only where somebody said something. The note counts with the revision of
    the service's half of the element, the acceptance with that of the assessor's.
    """

    row = models.ForeignKey(ElementAssessment, on_delete=models.CASCADE, related_name="clauses")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="assessments")
    note = models.TextField(_("note"), max_length=4000, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["row", "clause"]
        constraints = [
            models.UniqueConstraint(fields=["row", "clause"], name="clause_assessment_unique"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="clause_acceptance_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause.code}, {self.row}"
