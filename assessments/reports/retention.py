"""Deleting by the council's rule what a manager has chosen, and counting what is due."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.history import About, record
from accounts.ledger import Ended, Kind, keeps_ended, moment_of
from accounts.models import Organisation, User
from accounts.permissions import holds
from accounts.queries import memberships_of
from assessments.actions.disposing import (
    TEXTS_GONE,
    emptied,
    empty_assessment,
    empty_assessment_again,
)
from assessments.enums import State
from assessments.models import Assessment, ReportFile, RetentionDue
from assessments.retention_queries import Rule, due_assessments, due_items, rule_of
from evidence.actions import NotDestroyed, destroy_by_rule
from evidence.destruction.ledger import call_off
from evidence.models import EvidenceItem, EvidenceVersion, RetentionRule
from evidence.models.retention import REQUEST_YEARS

from .disposal import dispose_of_documents


@dataclass(frozen=True)
class Due:
    """What is past its time in an organisation."""

    rule: Rule
    assessments: list[Any]
    items: QuerySet[Any]


def what_is_due(organisation: Organisation) -> Due:
    """Three statements, and those of the items when they are read."""
    rule = rule_of(organisation)
    return Due(rule, due_assessments(organisation, rule), due_items(organisation, rule))


@dataclass(frozen=True)
class Reach:
    """What a person may delete: of the services they manage; corporate as administrator."""

    services: frozenset[int]
    is_administrator: bool

    def has_item(self, item: EvidenceItem) -> bool:
        return self.has(item.service_id)

    def has_assessment(self, assessment: Assessment) -> bool:
        return self.has(assessment.portfolio.service_id)

    def has(self, service: int | None) -> bool:
        return self.is_administrator if service is None else service in self.services


def reach_of(user: User, organisation: Organisation) -> Reach:
    """What of the organisation the person may delete. No statement of its own."""
    managed = {
        row.service_id
        for row in memberships_of(user)
        if row.role == Role.MANAGER and row.organisation_id == organisation.pk and row.service_id
    }
    return Reach(frozenset(managed), holds(user, Role.ADMINISTRATOR, organisation))


def delete_by_retention(
    *,
    organisation: Organisation,
    assessments: Collection[int],
    items: Collection[int],
    by: User,
) -> tuple[int, int]:
    """Delete those of the chosen that are due and the person's own to delete; how many each.

    All or nothing: everything is asked before the first is deleted. Raises NotDestroyed where
    one is held, not theirs, or no longer due.
    """
    versions: list[EvidenceVersion] = []
    try:
        with transaction.atomic():
            Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
            due, reach = what_is_due(organisation), reach_of(by, organisation)
            visits = [each for each in due.assessments if each.pk in assessments]
            found = list(due.items.filter(pk__in=items))
            if len(visits) + len(found) < len(set(assessments)) + len(set(items)):
                raise NotDestroyed(
                    _("Some of it is no longer due. Nothing was deleted: look again.")
                )
            _check(visits, found, reach)
            versions += _versions_of(found)
            _delete(visits, versions, due.rule, by)
            count_due(organisation)
    except Exception:
        # What the list of destructions says of them already was taken back with the rest.
        call_off(str(version.uuid) for version in versions)
        raise
    return len(visits), len(found)


def _check(visits: Collection[Any], items: Collection[Any], reach: Reach) -> None:
    for visit in visits:
        _check_one(visit.label, visit.held, is_theirs=reach.has_assessment(visit))
        if visit.has_open_improvement:
            raise NotDestroyed(
                _("%(label)s has improvements that are not closed.") % {"label": visit.label}
            )
    for item in items:
        _check_one(item.code, item.held, is_theirs=reach.has_item(item))


def _check_one(name: str, held: str | None, *, is_theirs: bool) -> None:
    if not is_theirs:
        raise NotDestroyed(_("%(name)s is not yours to delete.") % {"name": name})
    if held:
        raise NotDestroyed(
            _("%(name)s is on hold and must be kept: %(reason)s") % {"name": name, "reason": held}
        )


def _versions_of(items: Collection[EvidenceItem]) -> list[EvidenceVersion]:
    """All of theirs that stand, each with its item; one statement."""
    rows = EvidenceVersion.objects.standing().filter(item__in=items)
    return list(rows.select_related("item").order_by("item", "number"))


def _delete(visits: Collection[Any], versions: list[EvidenceVersion], rule: Rule, by: User) -> None:
    words = rule.words()
    for visit in visits:
        dispose_of_documents(_documents_of(visit), reason=words, by=by)
        empty_assessment(assessment=visit, rule=words, by=by)
    destroy_by_rule(versions=versions, rule=words, reason=words, by=by)


def _documents_of(visit: Assessment) -> QuerySet[ReportFile]:
    return ReportFile.objects.filter(Q(assessment=visit) | Q(compared_with=visit))


@transaction.atomic
def delete_again(ended: Ended) -> bool:
    """Empty an assessment whose texts a restore brought back; False where it did not."""
    visit = Assessment.objects.filter(
        pk=ended.number, state=State.COMPLETED, disposed_at__isnull=True
    ).first()
    if visit is None or moment_of(visit.created_at) != ended.since:
        return False
    dispose_of_documents(_documents_of(visit), reason=ended.rule, by=None)
    empty_assessment_again(assessment=visit, ended=ended)
    return True


def assessments_emptied() -> Iterable[Ended]:
    """All whose texts were deleted by rule; one statement."""
    return map(emptied, Assessment.objects.filter(disposed_at__isnull=False))


keeps_ended(Kind(TEXTS_GONE, done=assessments_emptied, again=delete_again))


@transaction.atomic
def change_rule(
    *,
    organisation: Organisation,
    cycles: int,
    source: str,
    by: User,
    request_years: int = REQUEST_YEARS,
) -> RetentionRule:
    """How many full cycles the organisation keeps what it no longer uses, for how many years
    requests after their answer, and by what it goes."""
    rule = RetentionRule.objects.filter(organisation=organisation).first()
    before = rule or RetentionRule()
    said = {"cycles": cycles, "request_years": request_years, "source": source}
    rule, _is_new = RetentionRule.objects.update_or_create(
        organisation=organisation, defaults=said | {"changed_by": by}
    )
    record(
        verb="evidence.retention_changed",
        by=by,
        about=About(organisation_id=organisation.pk),
        before=before.cycles,
        after=cycles,
        source=source,
    )
    if before.request_years != request_years:
        record(
            verb="evidence.retention_of_requests_changed",
            by=by,
            about=About(organisation_id=organisation.pk),
            before=before.request_years,
            after=request_years,
        )
    count_due(organisation)
    return rule


def count_all() -> None:
    """Count what is due everywhere, for the start pages of those who look after it."""
    for organisation in Organisation.objects.order_by("pk"):
        with transaction.atomic():
            count_due(organisation)


def count_due(organisation: Organisation) -> None:
    """Write down how much is due in each service, and of corporate evidence. What is held, or
    still has something open, is not counted: nobody could do anything about it."""
    due = what_is_due(organisation)
    counts: dict[int | None, list[int]] = {}
    for assessment in due.assessments:
        if not (assessment.held or assessment.has_open_improvement):
            counts.setdefault(assessment.portfolio.service_id, [0, 0])[0] += 1
    for service in due.items.filter(held__isnull=True).values_list("service_id", flat=True):
        counts.setdefault(service, [0, 0])[1] += 1
    RetentionDue.objects.filter(organisation=organisation).delete()
    RetentionDue.objects.bulk_create(
        RetentionDue(organisation=organisation, service_id=service, assessments=visits, items=items)
        for service, (visits, items) in counts.items()
    )
