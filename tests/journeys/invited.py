"""Assessors with access of every kind, and the letters that they were sent."""

from datetime import timedelta

from django.utils import timezone

from accounts.actions import find_or_add_person, invite
from accounts.models import Invitation, User
from assessments.models import Assessment
from evidence.actions import withdraw_grant
from tests.builders import assessments as visits


def invited_places(assessment: Assessment, administrator: User) -> dict[str, object]:
    """An access in each state; `invitation`, `old_invitation` and `grant` for addresses."""
    today, day = timezone.localdate(), timedelta(days=1)
    council = assessment.portfolio.service.organisation
    helen = find_or_add_person(email="helen@example.org", name="Helen Whitworth")
    old = invite(user=helen, organisation=council, by=administrator)
    new = invite(user=helen, organisation=council, by=administrator)
    grant = visits.make_grant(assessment, helen)
    late = find_or_add_person(email="late@example.org", name="Late Starter")
    invite(user=late, organisation=council, by=administrator)
    past = timezone.now() - day
    Invitation.objects.filter(user=late).update(sent_at=past - 14 * day, expires_at=past)
    visits.make_grant(assessment, late)
    visits.make_grant(
        assessment, visits.make_assessor(), starts_on=today + day, ends_on=today + day
    )
    visits.make_grant(
        assessment, visits.make_assessor(), starts_on=today - day, ends_on=today - day
    )
    withdraw_grant(grant=visits.make_grant(assessment), by=administrator)
    return {"invitation": new.token, "old_invitation": old.token, "grant": grant.pk}
