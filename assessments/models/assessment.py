"""One visit of the scheme."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import State
from criteria.models import Edition
from evidence.models import Portfolio, Snapshot

Person = settings.AUTH_USER_MODEL


def _both_or_neither(moment: str, person: str) -> Q:
    return Q(**{f"{moment}__isnull": True, f"{person}__isnull": True}) | Q(
        **{f"{moment}__isnull": False, f"{person}__isnull": False}
    )


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def open(self) -> "AssessmentQuerySet":
        return self.exclude(state=State.COMPLETED)


class Assessment(models.Model):
    """What one visit looks at and finds. A portfolio has one open assessment at most.

    `kind` is one of the visits of the edition's scheme, which has its name. `disposed_by` is
    None where a restore deleted its texts again by the list of destructions.
    """

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, related_name="assessments")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="assessments")
    snapshot = models.OneToOneField(Snapshot, on_delete=models.PROTECT, related_name="assessment")
    label = models.CharField(_("name"), max_length=200)
    kind = models.SlugField(_("kind of visit"), max_length=30)
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.PREPARING
    )
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    visit_on = models.DateField(_("day of the visit"), null=True, blank=True)
    return_reason = models.TextField(_("why it was returned"), blank=True)
    reopen_reason = models.TextField(_("why it was opened again"), blank=True)
    accepts_parts = models.BooleanField(
        _("the assessor accepts each part of an element by itself"), default=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    completed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    signed_name = models.CharField(_("signed by"), max_length=200, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    statement = models.TextField(_("assessor’s statement"), max_length=10_000, blank=True)
    disposed_at = models.DateTimeField(_("its texts were deleted"), null=True, blank=True)
    disposed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    disposed_rule = models.CharField(
        _("rule by which they were deleted"), max_length=200, blank=True
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["portfolio", "label"],
                name="assessment_label_unique",
                violation_error_message=_("There is an assessment of this name already"),
            ),
            models.UniqueConstraint(
                fields=["portfolio"],
                condition=~Q(state=State.COMPLETED),
                name="assessment_one_open",
                violation_error_message=_("Complete the open assessment before the next"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values) & ~Q(kind=""),
                name="assessment_state_and_kind_known",
            ),
            models.CheckConstraint(
                condition=_both_or_neither("submitted_at", "submitted_by"),
                name="assessment_submission_whole",
            ),
            models.CheckConstraint(
                condition=_both_or_neither("completed_at", "completed_by"),
                name="assessment_completion_whole",
            ),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True, signed_on__isnull=True, signed_name="")
                | (Q(completed_at__isnull=False, signed_on__isnull=False) & ~Q(signed_name="")),
                name="assessment_signed_when_completed",
                violation_error_message=_("Sign with your name and the day"),
            ),
            models.CheckConstraint(
                condition=Q(state=State.COMPLETED, completed_at__isnull=False)
                | (~Q(state=State.COMPLETED) & Q(completed_at__isnull=True)),
                name="assessment_completed_with_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.PREPARING, State.RETURNED])
                | Q(submitted_at__isnull=False),
                name="assessment_submitted_before_assessed",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RETURNED) | ~Q(return_reason=""),
                name="assessment_return_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(disposed_at__isnull=True, disposed_by__isnull=True, disposed_rule="")
                | (
                    Q(disposed_at__isnull=False, statement="")
                    & Q(state=State.COMPLETED)
                    & ~Q(disposed_rule="")
                ),
                name="assessment_disposal_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def kind_name(self) -> str:
        """What the edition's scheme calls this kind of visit."""
        return self.edition.scheme.name_of(self.kind)

    @property
    def is_disposed(self) -> bool:
        """Whether its texts were deleted by the council's rule; dates and ratings stay."""
        return self.disposed_at is not None

    @property
    def is_with_service(self) -> bool:
        """The service may still write its self-assessment."""
        return self.state in (State.PREPARING, State.RETURNED)

    @property
    def is_with_assessor(self) -> bool:
        """The assessor may rate."""
        return self.state in (State.SUBMITTED, State.ASSESSING)
