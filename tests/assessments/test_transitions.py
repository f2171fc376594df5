"""How assessments, approvals and requests move, and where they refuse to."""

import ast
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from assessments.actions.moving import move
from assessments.enums import State
from assessments.models import Assessment, EvidenceRequest
from assessments.transitions import (
    APPROVALS,
    ASSESSMENTS,
    REQUESTS,
    TABLES,
    NotPossibleNow,
    possible,
    require,
    require_with_service,
)
from evidence.actions import withdraw_grant
from tests.builders.assessments import (
    make_assessment,
    make_assessor,
    make_grant,
    make_submitted,
    rate,
    row_of,
    self_assess,
    self_assess_all,
)
from tests.builders.people import make_user
from tests.project.routes import routes

# Written by hand, so that a slip in a table shows: from which state a verb leads where.
STEPS = {
    "Assessment": {
        ("preparing", "submit"): "submitted",
        ("returned", "submit"): "submitted",
        ("submitted", "begin"): "assessing",
        ("assessing", "begin"): "assessing",
        ("submitted", "return"): "returned",
        ("assessing", "return"): "returned",
        ("assessing", "complete"): "completed",
        ("completed", "reopen"): "assessing",
    },
    "ElementAssessment": {
        ("", "send"): "sent",
        ("returned", "send"): "sent",
        ("", "approve"): "approved",
        ("sent", "approve"): "approved",
        ("returned", "approve"): "approved",
        ("", "return"): "returned",
        ("sent", "return"): "returned",
        ("approved", "return"): "returned",
        ("sent", "change"): "",
        ("approved", "change"): "",
        ("sent", "cover"): "",
        ("approved", "cover"): "",
        ("returned", "cover"): "",
    },
    "EvidenceRequest": {
        ("", "ask"): "open",
        ("open", "answer"): "answered",
        ("returned", "answer"): "answered",
        ("answered", "answer"): "answered",
        ("answered", "accept"): "accepted",
        ("answered", "return"): "returned",
        ("open", "withdraw"): "withdrawn",
        ("answered", "withdraw"): "withdrawn",
        ("returned", "withdraw"): "withdrawn",
    },
}
WHO = {
    ("Assessment", "submit"): {"manager"},
    ("ElementAssessment", "send"): {"officer", "manager"},
    ("ElementAssessment", "change"): {"officer", "manager"},
    ("ElementAssessment", "approve"): {"manager"},
    ("ElementAssessment", "cover"): {"manager"},
    ("ElementAssessment", "return"): {"manager"},
    ("EvidenceRequest", "answer"): {"officer", "manager"},
}
NEEDS = {
    ("Assessment", "return"): ["reason"],
    ("Assessment", "complete"): ["signature"],
    ("Assessment", "reopen"): ["reason"],
    ("ElementAssessment", "return"): ["reason"],
    ("EvidenceRequest", "ask"): ["text"],
    ("EvidenceRequest", "answer"): ["answer"],
    ("EvidenceRequest", "return"): ["reason"],
}
CELLS = [
    (table, verb, state)
    for table in TABLES
    for verb, state in product(table.transitions, sorted(table.states))
]


def why_not(subject, verb, person):
    return possible(subject, verb, person) or ""


def name_of(table):
    return table.model.__name__


def subject_of(table, assessment, state):
    """Something in that state, in an assessment that lets such things move."""
    if table is ASSESSMENTS:
        assessment.state = state
        return assessment
    row = row_of(assessment)
    if table is APPROVALS:
        row.assessment.state, row.approval = "preparing", state
        return row
    row.assessment.state = "assessing"
    return EvidenceRequest(row=row, state=state)


@pytest.fixture
def assessment(db):
    """Wholly self-rated and rated."""
    made = make_submitted()
    for code in made.elements.values_list("element__code", flat=True):
        rate(made, code)
    return made


@pytest.fixture
def people(assessment):
    """One of each kind."""
    service = assessment.portfolio.service
    past = timezone.localdate() - timedelta(days=1)
    everybody = {role.value: make_user(role, service) for role in (Role.OFFICER, Role.MANAGER)}
    for role in (Role.ADMINISTRATOR, Role.GOVERNANCE):
        everybody[role.value] = make_user(role, service.organisation)
    for kind in ("assessor", "ended", "withdrawn", "elsewhere"):
        everybody[kind] = make_assessor()
    make_grant(assessment, everybody["assessor"])
    make_grant(assessment, everybody["ended"], starts_on=past, ends_on=past)
    grant = make_grant(assessment, everybody["withdrawn"])
    withdraw_grant(grant=grant, by=everybody["administrator"])
    make_grant(make_assessment(), everybody["elsewhere"])
    return everybody | {"nobody": make_user()}


def test_every_verb_from_every_state_is_for_those_and_leads_where_it_should(assessment, people):
    faults = []
    for table, verb, state in CELLS:
        kind = name_of(table)
        leads = STEPS[kind].get((state, verb))
        allowed = WHO.get((kind, verb), {"assessor"}) if leads is not None else set()
        subject = subject_of(table, assessment, state)
        may = {
            who
            for who, person in people.items()
            if possible(subject, verb, User.objects.get(pk=person.pk)) is None
        }
        if may != allowed:
            faults.append(f"{kind} {state or 'new'} {verb}: {sorted(may)}, not {sorted(allowed)}")
        if leads is not None and require(subject, verb) != leads:
            faults.append(f"{kind} {state} {verb}: leads to {require(subject, verb)}")
    assert faults == []
    assert {(name_of(t), s, v) for t, v, s in CELLS} >= {
        (kind, *step) for kind, steps in STEPS.items() for step in steps
    }


def test_whoever_may_not_is_told_who_may_and_whoever_may_why_not_now(assessment, people):
    subject = subject_of(ASSESSMENTS, assessment, "preparing")
    assert "assessor who has access" in why_not(subject, "complete", people["manager"])
    assert "manager of the service" in why_not(subject, "submit", people["officer"])
    assert "rated can be completed" in why_not(subject, "complete", people["assessor"])
    row = subject_of(APPROVALS, assessment, "")
    assert "officers and managers" in why_not(row, "send", people["governance"]).lower()


@pytest.mark.parametrize("table", TABLES, ids=name_of)
def test_what_a_step_needs_is_asked_for(table):
    needs = {
        (name_of(table), verb): [need.name for need in step.needs]
        for verb, step in table.transitions.items()
        if step.needs
    }
    assert needs == {key: value for key, value in NEEDS.items() if key[0] == name_of(table)}


@pytest.mark.parametrize("verb", ASSESSMENTS.transitions)
@pytest.mark.parametrize("state", State.values)
def test_a_step_from_a_wrong_state_is_refused(state, verb):
    assessment = Assessment(state=state)
    if target := STEPS["Assessment"].get((state, verb)):
        assert require(assessment, verb) == target
    else:
        with pytest.raises(NotPossibleNow):
            require(assessment, verb)


@pytest.mark.parametrize("state", State.values)
def test_the_service_writes_while_it_holds_the_assessment(state):
    assessment = Assessment(state=state)
    if state in ("preparing", "returned"):
        require_with_service(assessment)
    else:
        with pytest.raises(NotPossibleNow):
            require_with_service(assessment)


def test_completing_names_what_is_not_rated(assessment, people):
    rate(assessment, "1.1.2", "", accepted=False)
    subject = Assessment.objects.get(pk=assessment.pk)
    assert "1.1.2" in why_not(subject, "complete", people["assessor"])


def test_only_the_latest_assessment_is_opened_again(assessment, people):
    subject = subject_of(ASSESSMENTS, assessment, "completed")
    Assessment.objects.filter(pk=assessment.pk).update(
        state="completed",
        completed_at=timezone.now(),
        completed_by=people["assessor"],
        signed_name="A",
        signed_on=timezone.localdate(),
    )
    assert possible(subject, "reopen", people["assessor"]) is None
    make_assessment(assessment.portfolio)
    assert "later assessment" in why_not(subject, "reopen", people["assessor"])


@pytest.mark.django_db
def test_elements_are_approved_before_submission_and_once_they_are_rated():
    assessment = make_assessment()
    manager = make_user(Role.MANAGER, assessment.portfolio.service)
    assert "self-rating" in why_not(row_of(assessment), "approve", manager)
    self_assess(assessment)
    assert possible(row_of(assessment), "approve", manager) is None
    self_assess_all(assessment)
    submitted = row_of(assessment)
    submitted.assessment.state = "submitted"
    assert "submitted" in why_not(submitted, "approve", manager)


@pytest.mark.django_db
def test_nothing_is_asked_about_an_element_that_is_not_under_review():
    assessment = make_submitted(under_review=["1.1.1"])
    assessor = make_assessor()
    make_grant(assessment, assessor)
    request = EvidenceRequest(row=row_of(assessment, "1.1.2"), state="")
    assert "not under review" in why_not(request, "ask", assessor)


def test_a_step_that_somebody_else_has_just_taken_is_refused(assessment):
    first, second = (Assessment.objects.get(pk=assessment.pk) for _ in range(2))
    move(first, "return", given={"reason": "Say more"}, return_reason="Say more")
    with pytest.raises(NotPossibleNow):
        move(second, "return", given={"reason": "Me too"}, return_reason="Me too")


def test_the_pages_ask_the_same_permission_as_the_table():
    serves = {route.name: route.permission for route in routes()}
    for name, verb in {
        "assessments:submit": "submit",
        "assessments:rate": "begin",
        "assessments:return": "return",
        "assessments:complete": "complete",
    }.items():
        assert serves[name] == ASSESSMENTS.transitions[verb].permission, name


STATES = {"state", "approval"}
WRITERS = {"update", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}
SOURCES = [
    path
    for path in Path("assessments").rglob("*.py")
    if "migrations" not in path.parts and path.name != "moving.py"
]


def moved(value):
    """Whether what is written is what a step of a table led to."""
    return isinstance(value, ast.Call) and getattr(value.func, "id", "") in {"move", "require"}


def writes_past_the_table(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and not moved(node.value):
            names = {target.attr for target in node.targets if isinstance(target, ast.Attribute)}
            yield from (f"{node.lineno} {name}" for name in names & STATES)
        if isinstance(node, ast.Call) and writes_rows(node.func):
            words = {word.arg or "" for word in node.keywords} & STATES
            yield from (f"{node.lineno} {name}" for name in words)


def writes_rows(called):
    """What an entry of a request calls `state` is where a step led: a fact, no state."""
    is_writer = isinstance(called, ast.Attribute) and called.attr in WRITERS
    return is_writer and "RequestEntry" not in ast.unparse(called)


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_no_state_is_written_past_its_table(path):
    assert list(writes_past_the_table(ast.parse(path.read_text("utf-8")))) == []


def test_a_state_written_past_its_table_would_be_found():
    bad = "row.approval = 'sent'\nAssessment.objects.filter(pk=1).update(state='completed')\n"
    assert len(list(writes_past_the_table(ast.parse(bad)))) == 2


def test_requests_wait_while_the_service_holds_the_assessment(assessment, people):
    request = subject_of(REQUESTS, assessment, "open")
    request.row.assessment.state = "returned"
    assert "between submission and completion" in why_not(request, "answer", people["officer"])
