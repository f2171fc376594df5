"""Who may do what in an assessment: each permission stated once."""

import rules

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.permissions import holds
from accounts.queries import memberships_of
from assessments.models import Assessment, Improvement
from assessments.reading import last_day_of
from evidence.permissions import (
    manages_portfolio,
    prepares_portfolio,
    reads_portfolio,
    views_destructions,
)


@rules.predicate
def writes_self_assessment(user: User, assessment: Assessment) -> bool:
    """Officers and managers of the service."""
    return prepares_portfolio(user, assessment.portfolio)


@rules.predicate
def manages_assessment(user: User, assessment: Assessment) -> bool:
    """Managers of the service."""
    return manages_portfolio(user, assessment.portfolio)


@rules.predicate
def assesses(user: User, assessment: Assessment) -> bool:
    """An assessor whose access to what was submitted has begun and not ended."""
    return last_day_of(user, assessment) is not None


@rules.predicate
def reads_assessment(user: User, assessment: Assessment) -> bool:
    return reads_portfolio(user, assessment.portfolio)


@rules.predicate
def gives_access(user: User, assessment: Assessment) -> bool:
    """Administrators of the organisation."""
    return holds(user, Role.ADMINISTRATOR, assessment.portfolio.service.organisation)


@rules.predicate
def reads_improvement(user: User, improvement: Improvement) -> bool:
    return reads_portfolio(user, improvement.row.assessment.portfolio)


@rules.predicate
def works_on_improvement(user: User, improvement: Improvement) -> bool:
    """Officers and managers of the service."""
    return prepares_portfolio(user, improvement.row.assessment.portfolio)


@rules.predicate
def manages_improvement(user: User, improvement: Improvement) -> bool:
    """Managers of the service."""
    return manages_portfolio(user, improvement.row.assessment.portfolio)


@rules.predicate
def views_retention(user: User, organisation: Organisation) -> bool:
    """Managers of its services, administrators, and information governance."""
    return views_destructions(user, organisation)


@rules.predicate
def deletes_by_retention(user: User, organisation: Organisation) -> bool:
    """Managers of its services, and administrators for what is corporate."""
    return holds(user, Role.ADMINISTRATOR, organisation) or any(
        row.role == Role.MANAGER and row.organisation_id == organisation.pk
        for row in memberships_of(user)
    )


@rules.predicate
def changes_retention(user: User, organisation: Organisation) -> bool:
    """The organisation's administrators."""
    return holds(user, Role.ADMINISTRATOR, organisation)


rules.add_perm("assessments.view_retention", views_retention)
rules.add_perm("assessments.delete_by_retention", deletes_by_retention)
rules.add_perm("assessments.change_retention", changes_retention)
rules.add_perm("assessments.open_assessment", manages_portfolio)
rules.add_perm("assessments.write_self_assessment", writes_self_assessment)
rules.add_perm("assessments.submit_assessment", manages_assessment)
rules.add_perm("assessments.assess", assesses)
rules.add_perm("assessments.print_documents", reads_portfolio)
rules.add_perm("assessments.give_access", gives_access)
rules.add_perm("assessments.view_improvement", reads_improvement)
rules.add_perm("assessments.report_improvement", works_on_improvement)
rules.add_perm("assessments.change_improvement", manages_improvement)
