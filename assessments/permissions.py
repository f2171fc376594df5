"""Who may do what in an assessment: each permission stated once."""

import rules

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import holds
from assessments.models import Assessment, Improvement
from assessments.reading import last_day_of
from evidence.permissions import manages_portfolio, prepares_portfolio, reads_portfolio


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


rules.add_perm("assessments.open_assessment", manages_portfolio)
rules.add_perm("assessments.write_self_assessment", writes_self_assessment)
rules.add_perm("assessments.submit_assessment", manages_assessment)
rules.add_perm("assessments.assess", assesses)
rules.add_perm("assessments.print_documents", reads_portfolio)
rules.add_perm("assessments.give_access", gives_access)
rules.add_perm("assessments.view_improvement", reads_improvement)
rules.add_perm("assessments.report_improvement", works_on_improvement)
rules.add_perm("assessments.change_improvement", manages_improvement)
