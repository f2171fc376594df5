"""A manager says who prepares which element, and by when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.history import record
from accounts.models import Membership, User
from accounts.personal import numbered
from accounts.templatetags.portal import british_date
from assessments.models import Assessment, ElementAssessment
from assessments.transitions import NotPossibleNow, require_with_service

from .about import about_element


@dataclass(frozen=True)
class Duty:
    """Who is to prepare an element, and by when; either may be left open."""

    row: ElementAssessment
    owner: User | None
    due_on: date | None


@transaction.atomic
def assign_elements(*, assessment: Assessment, duties: Iterable[Duty], by: User) -> int:
    """Write every duty that differs from what is there, or none; returns how many did.

    Raises NotPossibleNow once the assessment is submitted, and for an owner who is no
    officer or manager of the service.
    """
    held = Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)
    require_with_service(held)
    given = {duty.row.pk: duty for duty in duties}
    _must_work_here(assessment, [duty.owner for duty in given.values() if duty.owner])
    rows = ElementAssessment.objects.filter(assessment=assessment, pk__in=given)
    changed = 0
    for row in rows.select_related("element", "owner"):
        row.assessment = assessment
        duty = given[row.pk]
        if (row.owner, row.due_on) != (duty.owner, duty.due_on):
            changed += 1
            _assign(row, duty, by=by)
    return changed


def _must_work_here(assessment: Assessment, owners: list[User]) -> None:
    here = Membership.objects.filter(
        service=assessment.portfolio.service_id, role__in=[Role.OFFICER, Role.MANAGER]
    )
    working = set(here.values_list("user_id", flat=True))
    strangers = [str(owner) for owner in owners if owner.pk not in working]
    if strangers:
        raise NotPossibleNow(
            _("%(name)s is no officer or manager of this service: choose another owner.")
            % {"name": strangers[0]}
        )


def _assign(row: ElementAssessment, duty: Duty, *, by: User) -> None:
    before = _in_words(row.owner, row.due_on)
    owner = duty.owner
    row.owner, row.due_on = duty.owner, duty.due_on
    row.save(update_fields=["owner", "due_on"])
    record(
        verb="assessments.assigned",
        by=by,
        about=replace(about_element(row), person_id=owner.pk if owner else None),
        before=before,
        after=_in_words(duty.owner, duty.due_on),
        owner=str(duty.owner) if duty.owner else _("nobody"),
        due=british_date(duty.due_on) if duty.due_on else _("no day"),
    )


def _in_words(owner: User | None, due_on: date | None) -> dict[str, str]:
    return {"owner": numbered(owner or ""), "due_on": str(due_on or "")}
