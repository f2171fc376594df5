"""Which elements a coming visit is to look at."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from assessments.models import PlannedVisit
from assessments.transitions import NotPossibleNow
from criteria.models import Edition
from evidence.actions.about import about_portfolio
from evidence.models import Portfolio


class PlanMoved(Exception):
    """Somebody changed the plan since the form was opened; `current` is what stands now.

    It is None where the proposal was taken again.
    """

    def __init__(self, current: PlannedVisit | None) -> None:
        super().__init__("Somebody changed this plan in the meantime.")
        self.current = current


def version_of(plan: PlannedVisit | None) -> str:
    """What a form carries to say which plan it began from; nothing for the proposal."""
    return f"{plan.pk}.{plan.revision}" if plan else ""


@transaction.atomic
def plan_visit(
    *,
    portfolio: Portfolio,
    edition: Edition,
    kind: str,
    under_review: Collection[str],
    by: User,
    visit_on: date | None = None,
    began: str | None = None,
) -> PlannedVisit:
    """Write down what a coming visit of this kind looks at; nothing opens by it.

    `began` is the `version_of` the plan that the form showed; raises PlanMoved where it is
    another now, and NotPossibleNow for a kind that the scheme does not have or for no element.
    """
    plan = _held(portfolio, edition, kind, began)
    elements = list(edition.elements.filter(code__in=under_review))
    if not elements:
        raise NotPossibleNow(_("A visit looks at something: choose at least one."))
    if plan is None:
        plan = PlannedVisit(portfolio=portfolio, edition=edition, kind=kind)
    plan.visit_on = visit_on
    plan.revision += 1
    plan.save()
    plan.elements.set(elements)
    record(
        verb="assessments.visit_planned",
        by=by,
        about=about_portfolio(portfolio),
        visit=edition.scheme.name_of(kind),
        elements=", ".join(element.code for element in elements),
    )
    return plan


@transaction.atomic
def drop_plan(
    *, portfolio: Portfolio, edition: Edition, kind: str, by: User, began: str | None = None
) -> None:
    """The proposal stands again. Raises PlanMoved as `plan_visit` does."""
    plan = _held(portfolio, edition, kind, began)
    if plan is None:
        return
    plan.delete()
    record(
        verb="assessments.plan_dropped",
        by=by,
        about=about_portfolio(portfolio),
        visit=edition.scheme.name_of(kind),
    )


def _held(
    portfolio: Portfolio, edition: Edition, kind: str, began: str | None
) -> PlannedVisit | None:
    """The plan as it is, while nobody else can change it."""
    Portfolio.objects.select_for_update(no_key=True).get(pk=portfolio.pk)
    if edition.scheme.find(kind) is None:
        raise NotPossibleNow(_("There is no such visit in the cycle of this standard."))
    plan = (
        PlannedVisit.objects.to_come()
        .filter(portfolio=portfolio, edition=edition, kind=kind)
        .first()
    )
    if began is not None and began != version_of(plan):
        raise PlanMoved(plan)
    return plan
