"""Assessors with access of every kind, and the letters that they were sent."""

from datetime import timedelta

from django.utils import timezone

from accounts.actions import find_or_add_person, invite
from accounts.actions.holding import hold_form
from accounts.models import HeldForm, Invitation, User
from assessments.models import Assessment
from evidence.actions import withdraw_grant
from evidence.models import ReaderGrant
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
    suspended = visits.make_grant(assessment, visits.make_assessor("Restored Reader"))
    ReaderGrant.objects.filter(pk=suspended.pk).update(suspended_at=timezone.now())
    return {"invitation": new.token, "old_invitation": old.token, "grant": grant.pk}


def held_places(base: str, officer: User) -> dict[str, object]:
    """What the officer sent too late: with words and a file, and one that leads nowhere."""
    fields = {
        "self_rating": ["partial"],
        "commentary": ["Teams meet every Friday.\r\n\r\nThe board reads the minutes."],
        "revision": ["0"],
    }
    path = f"{base}/elements/1.2.3/self-assessment/"
    files = [("files", "minutes of May.pdf")]
    held = hold_form(person=officer, path=path, fields=fields, files=files)
    lost = HeldForm.objects.create(person=officer, path="/no/such/page/", fields=fields)
    return {"held_form": held.pk, "lost_form": lost.pk}
