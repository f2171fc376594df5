"""One portfolio with one of each thing that an address can ask for, made area by area.

A new parameter of an address gets a row in NOWHERE and a value in the function of its area; a new
permission gets the object there that it is asked about.
"""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.core.files.storage import storages
from django.utils import timezone

from accounts.enums import Role
from accounts.models import HeldForm, Organisation, User
from accounts.people import PersonHere
from assessments.enums import Origin
from assessments.models import Assessment, Improvement, ReportFile
from criteria.models import OwnGuidance
from evidence.models import (
    EvidenceItem,
    EvidenceVersion,
    Portfolio,
    SnapshotLink,
    SummaryImport,
)
from tests.builders.assessments import (
    make_completed,
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
from tests.builders.people import make_service, make_team, make_user
from tests.builders.records import make_disclosure, make_entry, make_hold, make_released, redact
from tests.builders.registers import make_register_upload

from .nowhere import NOWHERE


@dataclass
class Place:
    """One portfolio with one of each thing, and what people are there."""

    portfolio: Portfolio
    assessment: Assessment
    item: EvidenceItem
    version: EvidenceVersion
    # By parameter, and by permission.
    values: dict[str, Any] = field(default_factory=lambda: dict(NOWHERE))
    corporate: dict[str, Any] = field(default_factory=dict)
    objects: dict[str, Any] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)

    @property
    def council(self) -> Organisation:
        return self.portfolio.service.organisation

    def role_of(self, person: str) -> str:
        return self.roles.get(person, "stranger")

    def about(self, thing: Any, *permissions: str) -> None:
        """The permissions are asked about this thing here."""
        self.objects |= dict.fromkeys(permissions, thing)


def make_place(council: Organisation, name: str, prefix: str) -> Place:
    """Call it within a transaction that is rolled back."""
    service = make_service(council, name, prefix=prefix)
    make_team(service)
    portfolio = make_portfolio(service)
    item, shared = make_item(portfolio), make_item(portfolio, corporate=True)
    version, shared_version = make_version(item), make_version(shared)
    earlier = make_completed(portfolio, label="Earlier visit", under_review=["1.1.1"])
    link = make_link(portfolio, item)
    make_link(portfolio, shared)
    place = Place(portfolio, make_submitted(portfolio), item, version)
    _add_people(place)
    _add_standard(place)
    _add_evidence(place, link)
    _add_corporate(place, shared, shared_version)
    _add_imports(place)
    _add_visits(place, earlier)
    _add_improvement(place)
    _add_documents(place)
    _add_records(place)
    _add_destruction(place)
    return place


def _add_people(place: Place) -> None:
    council, leaver = place.council, make_user(Role.OFFICER, place.portfolio.service)
    place.values |= {
        "services/service": place.portfolio.service.slug,
        "organisations/organisation": council.slug,
        "people/pk": leaver.pk,
        "statements/kind": "privacy",
        "privacy/organisation": council.slug,
        "accessibility/organisation": council.slug,
    }
    place.about(
        None,
        "accounts.open_home",
        "accounts.look_after_account",
        "accounts.export_own_data",
    )
    place.about(
        council,
        "accounts.view_organisation",
        "accounts.change_house_style",
        "accounts.view_history",
        "accounts.view_people",
        "accounts.invite_people",
        "accounts.write_statements",
    )
    place.about(
        PersonHere(council, leaver),
        "accounts.view_person",
        "accounts.change_person",
        "accounts.erase_person",
        "accounts.export_person",
    )


def _add_standard(place: Place) -> None:
    standard = place.portfolio.standard.slug
    place.values |= {
        "<service>/standard": standard,
        "standards/standard": standard,
        "editions/edition": place.assessment.edition.slug,
        "elements/code": "1.1.1",
        "guidance/organisation": place.council.slug,
        "<organisation>/code": "1.1.1",
    }
    place.about(None, "criteria.view_standard")
    place.about(place.council, "criteria.view_own_guidance")
    place.about(OwnGuidance(organisation=place.council), "criteria.write_own_guidance")


def _add_evidence(place: Place, link: Any) -> None:
    place.values |= {
        "evidence/code": place.item.code,
        "evidence/link": link.pk,
        "versions/number": 1,
        "files/uuid": place.version.uuid,
        "pictures/picture": make_picture(place.version).uuid,
    }
    place.about(
        place.portfolio,
        "evidence.view_portfolio",
        "evidence.change_portfolio",
        "evidence.change_corporate",
        "evidence.date_items",
    )
    place.about(link, "evidence.change_link")
    place.about(place.item, "evidence.view_item", "evidence.change_item")
    place.about(place.version, "evidence.read_version")


def _add_corporate(place: Place, item: EvidenceItem, version: EvidenceVersion) -> None:
    place.corporate |= {"evidence/code": item.code, "files/uuid": version.uuid}
    place.about(
        item,
        "evidence.view_item corporate",
        "evidence.change_item corporate",
        "evidence.ask_destruction corporate",
    )
    place.about(version, "evidence.read_version corporate")


def _add_imports(place: Place) -> None:
    found = SummaryImport.objects.create(
        portfolio=place.portfolio, source_name="summary.txt", sha256="0" * 64, counts={}
    )
    pending = make_pending_import(place.portfolio)
    place.values |= {
        "imports/pk": found.pk,
        "register/uuid": make_register_upload(place.portfolio).uuid,
        "new/pk": pending.pk,
        "rows/row": 1,
        "lines/line": 5,
    }
    place.about(found, "evidence.view_import")
    place.about(pending, "evidence.confirm_import")


def _add_visits(place: Place, earlier: Assessment) -> None:
    rate(place.assessment)
    place.assessment.refresh_from_db()
    submitted = SnapshotLink.objects.get(snapshot=place.assessment.snapshot, item=place.item)
    place.values |= {
        "plan/kind": "annual-review-1",
        "visits/visit": earlier.pk,
        "assessments/pk": place.assessment.pk,
        "requests/number": make_request(place.assessment).pk,
        "files/link": submitted.pk,
    }
    place.about(place.portfolio, "assessments.open_assessment")
    place.about(
        place.assessment,
        "assessments.write_self_assessment",
        "assessments.submit_assessment",
        "assessments.give_access",
        "assessments.assess",
    )


def _add_improvement(place: Place) -> None:
    improvement = Improvement.objects.create(
        row=row_of(place.assessment), origin=Origin.AREA, text="Ask the islands too"
    )
    place.values["improvements/pk"] = improvement.pk
    place.about(
        improvement,
        "assessments.view_improvement",
        "assessments.report_improvement",
        "assessments.change_improvement",
    )


def _add_documents(place: Place) -> None:
    place.values |= {
        "made/uuid": _report(place.assessment).uuid,
        "documents/report": "summary",
        "<report>/table": "elements",
        "report/part": "introduction",
    }
    place.about(place.portfolio, "assessments.print_documents")


def _add_records(place: Place) -> None:
    hold = make_hold(place.council, item=place.item)
    disclosure = make_disclosure(place.council)
    entry = redact(make_entry(disclosure, place.version))
    make_released(disclosure)
    place.values |= {
        "holds/hold": hold.pk,
        "disclosures/disclosure": disclosure.pk,
        "entries/entry": entry.pk,
        "releases/release": 1,
    }
    place.about(
        place.council,
        "evidence.govern_records",
        "assessments.view_retention",
        "assessments.delete_by_retention",
        "assessments.change_retention",
    )


def _add_destruction(place: Place) -> None:
    asked = make_destruction(make_version(make_item(place.portfolio)))
    place.values["destructions/uuid"] = asked.uuid
    place.about(place.item, "evidence.ask_destruction")
    place.about(place.council, "evidence.view_destructions")
    place.about(
        asked,
        "evidence.view_destruction",
        "evidence.decide_destruction",
        "evidence.withdraw_destruction",
    )


def add_unfinished(place: Place, by: User, late: User) -> None:
    """What each sees alone: the file that one dropped, the form that the other sent too late."""
    dropped = make_dropped_file(place.portfolio, by=by)
    held = HeldForm.objects.create(person=late, path="/", fields={})
    place.values |= {
        "add/uuid": dropped.intake.uuid,
        "files/file": dropped.uuid,
        "held/uuid": held.pk,
    }
    place.about(dropped.intake, "evidence.add_files")
    place.about(held, "accounts.send_held_form")


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
