"""What the parts of pages need that are included by pages of other apps."""

from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from accounts.models import User
from criteria.models import Element
from evidence.forms import FindForm, what_is_taken
from evidence.models import Portfolio
from evidence.queries import USUAL_LENGTH, element_evidence, teams_of, usual_team


def element_evidence_context(portfolio: Portfolio, element: Element, user: User) -> dict[str, Any]:
    """What templates/evidence/partials/element_evidence.html needs.

    Two SQL statements: the links with what an assessor would read of each, and the teams
    (these only for people who may change the portfolio).
    """
    may_change = user.has_perm("evidence.change_portfolio", portfolio)
    archives = _("A ZIP archive is opened, and each file in it added.")
    teams = teams_of(portfolio, user) if may_change else []
    return {
        "portfolio": portfolio,
        "element": element,
        "evidence": element_evidence(portfolio, element),
        "usual_length": USUAL_LENGTH,
        "may_change": may_change,
        "teams": teams,
        "team": usual_team(teams),
        "sending": uuid4(),
        "find_form": FindForm(),
        "kinds_hint": f"{what_is_taken()} {archives}",
    }
