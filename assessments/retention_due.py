"""What a person should be told is past its time, as the worker last counted it."""

from django.db.models import Q, Sum

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.queries import memberships_of
from assessments.models import RetentionDue


def retention_due_for(user: User) -> list[Organisation]:
    """The organisations where something that the person may delete is due; one statement.

    Each has `due_assessments` and `due_items`. None for whoever may delete nothing.
    """
    memberships = memberships_of(user)
    managed = [row.service_id for row in memberships if row.role == Role.MANAGER]
    run = [row.organisation_id for row in memberships if row.role == Role.ADMINISTRATOR]
    if not managed and not run:
        return []
    theirs = Q(service__in=managed) | Q(service__isnull=True, organisation__in=run)
    counted = RetentionDue.objects.filter(theirs).values("organisation")
    sums = counted.annotate(visits=Sum("assessments"), files=Sum("items"))
    rows = sums.values_list(
        "organisation", "organisation__slug", "organisation__name", "visits", "files"
    )
    found = []
    for pk, slug, name, visits, files in rows.order_by("organisation__name"):
        organisation = Organisation(pk=pk, slug=slug, name=name)
        organisation.due_assessments = visits  # type: ignore[attr-defined]
        organisation.due_items = files  # type: ignore[attr-defined]
        found.append(organisation)
    return found
