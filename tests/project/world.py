"""Two councils and three services, with everything that an address can ask for."""

from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.files.storage import storages
from django.utils import timezone

from accounts.actions import invite
from accounts.enums import Role
from accounts.models import HeldForm, Organisation, User
from accounts.people import PersonHere
from assessments.enums import Origin
from assessments.models import Assessment, Improvement, ReportFile
from criteria.models import OwnGuidance
from evidence.actions import withdraw_grant
from evidence.models import Portfolio, ReaderGrant, SnapshotLink, SummaryImport
from tests.builders.assessments import (
    make_assessor,
    make_completed,
    make_grant,
    make_request,
    make_submitted,
    rate,
    row_of,
)
from tests.builders.evidence import (
    make_destruction,
    make_dropped_file,
    make_item,
    make_link,
    make_pending_import,
    make_picture,
    make_portfolio,
    make_version,
)
from tests.builders.files import pdf
from tests.builders.people import (
    make_house_style,
    make_organisation,
    make_service,
    make_team,
    make_user,
)
from tests.builders.records import make_disclosure, make_entry, make_hold, make_released, redact
from tests.builders.registers import make_register_upload

# By parameter with the word before it, as `Route.keys` has them.
NOWHERE: dict[str, Any] = {
    "services/service": "no-such-service",
    "<service>/standard": "no-such-standard",
    "standards/standard": "no-such-standard",
    "editions/edition": "no-such-edition",
    "elements/code": "9.9.9",
    "guidance/organisation": "no-such-organisation",
    "organisations/organisation": "no-such-organisation",
    "<organisation>/code": "9.9.9",
    "evidence/code": "CSS99999",
    "evidence/link": 987654321,
    "versions/number": 987654321,
    "destructions/uuid": UUID(int=7),
    "imports/pk": 987654321,
    "register/uuid": UUID(int=7),
    "new/pk": 987654321,
    "add/uuid": UUID(int=7),
    "files/file": UUID(int=7),
    "rows/row": 987654321,
    "lines/line": 987654321,
    "files/uuid": UUID(int=7),
    "made/uuid": UUID(int=7),
    "documents/report": "no-such-document",
    "<report>/table": "no-such-table",
    "report/part": "no-such-part",
    "access/grant": 987654321,
    "plan/kind": "no-such-visit",
    "visits/visit": 987654321,
    "invitations/token": "no-such-token",
    "improvements/pk": 987654321,
    "held/uuid": UUID(int=7),
    "holds/hold": 987654321,
    "disclosures/disclosure": 987654321,
    "entries/entry": 987654321,
    "releases/release": 987654321,
    "assessments/pk": 987654321,
    "requests/number": 987654321,
    "files/link": 987654321,
    "pictures/picture": UUID(int=7),
    "people/pk": 987654321,
    "statements/kind": "no-such-page",
    "privacy/organisation": "no-such-organisation",
    "accessibility/organisation": "no-such-organisation",
    "<pk>/rest": "nothing/here",
    "passkeys/pk": 987654321,
    "key/uidb36": "1",
    "key/key": "a-b",
}
# May be the council's own: the rules have a row of their own for those.
MAYBE_CORPORATE = ("evidence/code", "files/uuid")


@dataclass
class Place:
    """One portfolio with one of each thing, and what people are there."""

    portfolio: Portfolio
    assessment: Assessment
    values: dict[str, Any]
    corporate: dict[str, Any]
    objects: dict[str, Any]
    roles: dict[str, str] = field(default_factory=dict)

    def role_of(self, person: str) -> str:
        return self.roles.get(person, "stranger")


@dataclass
class World:
    people: dict[str, User | None]
    own: Place
    neighbour: Place
    foreign: Place


def make_world() -> World:
    """Call it within a transaction that is rolled back."""
    council, other = make_organisation("Own Council"), make_organisation("Other Council")
    make_house_style(council)
    make_house_style(other)
    own = _place(council, "Own Service", "CSS")
    neighbour = _place(council, "Neighbour Service", "ICT")
    foreign = _place(other, "Foreign Service", "CSS")
    service = own.portfolio.service
    today = timezone.localdate()
    day = timedelta(days=1)
    people: dict[str, User | None] = {
        "anonymous": None,
        "officer": make_user(Role.OFFICER, service),
        "manager": make_user(Role.MANAGER, service),
        "administrator": make_user(Role.ADMINISTRATOR, council),
        "governance": make_user(Role.GOVERNANCE, council),
        "officer of another service": make_user(Role.OFFICER, neighbour.portfolio.service),
        "manager of another council": make_user(Role.MANAGER, foreign.portfolio.service),
        "administrator of another council": make_user(Role.ADMINISTRATOR, other),
        "assessor": make_assessor(),
        "assessor whose access ended": make_assessor(),
        "assessor whose access was withdrawn": make_assessor(),
        "assessor whose access is suspended": make_assessor(),
        "assessor whose access begins tomorrow": make_assessor(),
        "assessor of another assessment": make_assessor(),
        "person without a role": make_user(),
    }
    for place, person in (
        (own, "officer"),
        (neighbour, "officer of another service"),
        (foreign, None),
    ):
        by = people[person] if person else None
        # At the other council by somebody who has no role there any more.
        dropped = make_dropped_file(place.portfolio, by=by or people["person without a role"])
        place.values |= {"add/uuid": dropped.intake.uuid, "files/file": dropped.uuid}
        place.objects["evidence.add_files"] = dropped.intake
        held = HeldForm.objects.create(person=by or make_user(), path="/", fields={})
        place.values["held/uuid"] = held.pk
        place.objects["accounts.send_held_form"] = held
    live = _grant(own, people["assessor"])
    _grant(own, people["assessor whose access ended"], starts_on=today - day, ends_on=today - day)
    withdrawn = _grant(own, people["assessor whose access was withdrawn"])
    withdraw_grant(grant=withdrawn, by=_known(people["administrator"]))
    suspended = _grant(own, people["assessor whose access is suspended"])
    ReaderGrant.objects.filter(pk=suspended.pk).update(suspended_at=timezone.now())
    _grant(own, people["assessor whose access begins tomorrow"], starts_on=today + day)
    own.values["access/grant"] = live.pk
    elsewhere = people["assessor of another assessment"]
    foreign.values["access/grant"] = _grant(foreign, elsewhere).pk
    neighbour.values["access/grant"] = _grant(neighbour, make_assessor()).pk
    newcomer = User.objects.create_user("invited@example.org", name="Newcomer")
    ticket = invite(user=newcomer, organisation=council, by=_known(people["administrator"]))
    own.values["invitations/token"] = ticket.token
    own.roles = {
        "officer": "officer",
        "manager": "manager",
        "administrator": "administrator",
        "governance": "governance",
        "assessor": "assessor",
        "assessor whose access ended": "ended",
        "assessor whose access was withdrawn": "withdrawn",
        "assessor whose access is suspended": "ended",
        "officer of another service": "colleague",
    }
    neighbour.roles = {
        "officer": "colleague",
        "manager": "colleague",
        "administrator": "administrator",
        "governance": "governance",
        "officer of another service": "officer",
    }
    foreign.roles = {
        "manager of another council": "manager",
        "administrator of another council": "administrator",
        "assessor of another assessment": "assessor",
    }
    return World(people, own, neighbour, foreign)


def _known(user: User | None) -> User:
    assert user is not None
    return user


def _grant(place: Place, reader: User | None, **days: Any) -> Any:
    return make_grant(place.assessment, _known(reader), **days)


def _place(council: Organisation, name: str, prefix: str) -> Place:
    service = make_service(council, name, prefix=prefix)
    make_team(service)
    portfolio = make_portfolio(service)
    item, corporate = make_item(portfolio), make_item(portfolio, corporate=True)
    version, corporate_version = make_version(item), make_version(corporate)
    picture = make_picture(version)
    earlier = make_completed(portfolio, label="Earlier visit", under_review=["1.1.1"])
    link = make_link(portfolio, item)
    make_link(portfolio, corporate)
    assessment = make_submitted(portfolio)
    rate(assessment)
    assessment.refresh_from_db()
    improvement = Improvement.objects.create(
        row=row_of(assessment), origin=Origin.AREA, text="Ask the islands too"
    )
    found = SummaryImport.objects.create(
        portfolio=portfolio, source_name="summary.txt", sha256="0" * 64, counts={}
    )
    pending = make_pending_import(portfolio)
    destruction = make_destruction(make_version(make_item(portfolio)))
    report = _report(assessment)
    asked = make_request(assessment)
    leaver = make_user(Role.OFFICER, service)
    hold = make_hold(council, item=item)
    disclosure = make_disclosure(council)
    entry = redact(make_entry(disclosure, version))
    make_released(disclosure)
    submitted = SnapshotLink.objects.get(snapshot=assessment.snapshot, item=item)
    return Place(
        portfolio,
        assessment,
        values=NOWHERE
        | {
            "services/service": service.slug,
            "<service>/standard": portfolio.standard.slug,
            "standards/standard": portfolio.standard.slug,
            "editions/edition": assessment.edition.slug,
            "elements/code": "1.1.1",
            "guidance/organisation": council.slug,
            "organisations/organisation": council.slug,
            "<organisation>/code": "1.1.1",
            "evidence/code": item.code,
            "evidence/link": link.pk,
            "versions/number": 1,
            "destructions/uuid": destruction.uuid,
            "imports/pk": found.pk,
            "register/uuid": make_register_upload(portfolio).uuid,
            "new/pk": pending.pk,
            "rows/row": 1,
            "lines/line": 5,
            "files/uuid": version.uuid,
            "made/uuid": report.uuid,
            "documents/report": "summary",
            "<report>/table": "elements",
            "report/part": "introduction",
            "plan/kind": "annual-review-1",
            "visits/visit": earlier.pk,
            "assessments/pk": assessment.pk,
            "requests/number": asked.pk,
            "holds/hold": hold.pk,
            "disclosures/disclosure": disclosure.pk,
            "entries/entry": entry.pk,
            "releases/release": 1,
            "improvements/pk": improvement.pk,
            "files/link": submitted.pk,
            "pictures/picture": picture.uuid,
            "people/pk": leaver.pk,
            "statements/kind": "privacy",
            "privacy/organisation": council.slug,
            "accessibility/organisation": council.slug,
        },
        corporate={"evidence/code": corporate.code, "files/uuid": corporate_version.uuid},
        objects={
            "accounts.open_home": None,
            "accounts.look_after_account": None,
            "accounts.view_organisation": council,
            "accounts.change_house_style": council,
            "accounts.view_history": council,
            "accounts.view_people": council,
            "accounts.invite_people": council,
            "accounts.view_person": PersonHere(council, leaver),
            "accounts.change_person": PersonHere(council, leaver),
            "accounts.erase_person": PersonHere(council, leaver),
            "accounts.export_person": PersonHere(council, leaver),
            "accounts.export_own_data": None,
            "accounts.write_statements": council,
            "criteria.view_standard": None,
            "criteria.view_own_guidance": council,
            "criteria.write_own_guidance": OwnGuidance(organisation=council),
            "evidence.govern_records": council,
            "evidence.view_portfolio": portfolio,
            "evidence.change_portfolio": portfolio,
            "evidence.change_corporate": portfolio,
            "evidence.date_items": portfolio,
            "evidence.change_link": link,
            "evidence.view_import": found,
            "evidence.confirm_import": pending,
            "evidence.view_item": item,
            "evidence.view_item corporate": corporate,
            "evidence.change_item": item,
            "evidence.change_item corporate": corporate,
            "evidence.read_version": version,
            "evidence.read_version corporate": corporate_version,
            "evidence.ask_destruction": item,
            "evidence.ask_destruction corporate": corporate,
            "evidence.view_destruction": destruction,
            "evidence.decide_destruction": destruction,
            "evidence.withdraw_destruction": destruction,
            "evidence.view_destructions": council,
            "assessments.view_retention": council,
            "assessments.delete_by_retention": council,
            "assessments.change_retention": council,
            "assessments.open_assessment": portfolio,
            "assessments.write_self_assessment": assessment,
            "assessments.submit_assessment": assessment,
            "assessments.print_documents": portfolio,
            "assessments.give_access": assessment,
            "assessments.assess": assessment,
            "assessments.view_improvement": improvement,
            "assessments.report_improvement": improvement,
            "assessments.change_improvement": improvement,
        },
    )


def _report(assessment: Assessment) -> ReportFile:
    key = storages["reports"].save("matrix.pdf", BytesIO(pdf("Summary")))
    return ReportFile.objects.create(
        assessment=assessment,
        report="summary",
        for_assessor=True,
        content_sha256="0" * 64,
        storage_key=key,
        sha256="0" * 64,
        size=1,
        pages=1,
        made_at=timezone.now(),
    )
