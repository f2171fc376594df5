"""What the addresses of the states lead to: the council brought into each of its worlds."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.files.storage import storages
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Organisation, Service, User
from assessments.actions import complete_assessment, return_assessment
from assessments.models import Assessment, Improvement, ReportFile
from evidence.actions.intake import open_intake
from evidence.actions.intake_confirm import Addition, confirm_intake
from evidence.enums import Scan
from evidence.models import (
    EvidenceItem,
    EvidenceLink,
    EvidenceVersion,
    PendingImport,
    Portfolio,
    SnapshotLink,
    SummaryImport,
)
from evidence.search.reading import read_version
from tests.builders import assessments as visits
from tests.builders.evidence import (
    make_address,
    make_dropped_file,
    make_item,
    make_link,
    make_observation,
    make_pending_import,
    make_redacted,
    make_refused_file,
    make_version,
    make_withdrawn,
)
from tests.builders.files import pdf
from tests.builders.people import make_service, make_user
from tests.builders.registers import make_register_upload

from .council import (
    ADMIN,
    ASSESSOR,
    CSS,
    ENDED,
    GOVERNANCE,
    MANAGER,
    NEWCOMER,
    NOBODY,
    OFFICER,
    OFFICER2,
    SUMMARY,
)
from .invited import held_places, invited_places
from .states_of_destruction import (
    destruction_places,
)
from .states_of_people import (
    people_places,
)
from .states_of_records import records_places
from .states_of_sign_in import (
    sign_in_places,
)


def prepare(world: str) -> dict[str, object]:
    """Bring the council, as it was loaded, into that state; returns what addresses name."""
    building = Assessment.objects.get(portfolio__service__slug="building-standards")
    places = _places(building)
    if world == "completed":
        _complete(building)
    elif world == "returned":
        assessor = User.objects.get(email=ASSESSOR)
        return_assessment(assessment=building, reason="Two files do not open.", by=assessor)
    else:
        _further_people(building)
    return places


def _complete(assessment: Assessment) -> None:
    assessor = User.objects.get(email=ASSESSOR)
    met = visits.rating_of(assessment, "compliant")
    assessment.elements.filter(rating=None).update(rating=met)
    assessment.refresh_from_db()
    complete_assessment(assessment=assessment, by=assessor)


def _further_people(building: Assessment) -> None:
    """People and services that the demonstration does without."""
    make_user(email=NOBODY)
    council = Organisation.objects.get(slug="argyll-and-bute-council")
    body = Organisation.objects.get(slug="example-certification")
    yesterday = timezone.localdate() - timedelta(days=1)
    ended = make_user(Role.ASSESSOR, body, email=ENDED)
    visits.make_grant(building, ended, starts_on=yesterday, ends_on=yesterday)
    make_service(council, "Museums", prefix="M")
    archives = make_service(council, "Archives", prefix="ARC")
    Portfolio.objects.create(service=archives, standard=Portfolio.objects.earliest("pk").standard)
    make_user(Role.OFFICER, archives, email=NEWCOMER)


def _places(building: Assessment) -> dict[str, object]:
    """Each area makes what its pages need; the order counts where codes are handed out."""
    service = Service.objects.get(slug="customer-support-services")
    _submitted(building)
    css = Assessment.objects.exclude(state="completed").get(portfolio__service=service)
    officer, manager, administrator, governance = (
        User.objects.get(email=email) for email in (OFFICER, MANAGER, ADMIN, GOVERNANCE)
    )
    return {
        "edition": css.edition.slug,
        "css": css.pk,
        "building": building.pk,
        "reset_key": _reset_key(officer),
        **_items_of_the_demonstration(service),
        **_items_made(css),
        **_improvements(),
        **_dropped(css, officer),
        **_imports(css, officer),
        **_registers(css, officer),
        **_documents(css, building, officer),
        **_asked(building),
        **invited_places(css, administrator),
        **held_places(CSS, officer),
        **sign_in_places(governance),
        **records_places(css.portfolio, governance),
        **destruction_places(css.portfolio, governance, manager),
        **people_places(administrator, governance, service),
    }


def _items_of_the_demonstration(service: Service) -> dict[str, object]:
    """One of each kind of file, and a link."""
    versions = EvidenceVersion.objects.filter(item__organisation=service.organisation)

    def first(**kind: Any) -> str:
        return str(versions.filter(**kind).earliest("pk").item.code)

    return {
        "link": EvidenceLink.objects.get(element__code="1.2.3", item__code="CSS302").pk,
        "pdf": first(media_type="application/pdf", item__service=service),
        "picture": first(media_type="image/png"),
        "table": first(media_type__startswith="text/"),
    }


def _items_made(css: Assessment) -> dict[str, object]:
    """Items as the demonstration has none: without a file, withdrawn, held, and so on."""
    bare = make_item(css.portfolio, "Kept on paper", number=599)
    make_link(css.portfolio, bare, _element(css, "5.3.3"), status="archived")
    held, infected = _held(css, 597, Scan.WAITING), _held(css, 598, Scan.INFECTED)
    address = make_address(make_item(css.portfolio, "Opening hours", number=594))
    notice = make_item(css.portfolio, "Notice at the door", number=593)
    return {
        "bare": bare.code,
        "withdrawn": _withdrawn(css).code,
        "redacted": _redacted(css).code,
        "address": address.item.code,
        "observation": make_observation(notice, pictures=2).item.code,
        "held": held.uuid,
        "held_item": held.item.code,
        "infected": infected.uuid,
        "infected_item": infected.item.code,
    }


def _improvements() -> dict[str, object]:
    return {
        "improvement": Improvement.objects.get(row__element__code="1.2.3").pk,
        "overdue": Improvement.objects.get(row__element__code="3.3.2").pk,
    }


def _imports(css: Assessment, officer: User) -> dict[str, object]:
    foreign = SUMMARY.read_text(encoding="utf-8").replace("CSS201:", "XYZ201:").encode()
    return {
        "import": SummaryImport.objects.get().pk,
        "pending": _pending(css, officer).pk,
        "unreadable": make_pending_import(css.portfolio, foreign, officer).pk,
    }


def _registers(css: Assessment, officer: User) -> dict[str, object]:
    differing = (
        "Code,Title,Element,Status,Where to look\n"
        "CSS201,Another title,1.2.3,Active,Page 99\nC017,The charter,,,\n"
    )
    refused = "Code,Title\nXYZ1,Not ours\n"
    portfolio = css.portfolio
    return {
        "register": make_register_upload(portfolio, by=officer).uuid,
        "differing_register": make_register_upload(
            portfolio, differing, "differing.csv", officer
        ).uuid,
        "refused_register": make_register_upload(portfolio, refused, "other.csv", officer).uuid,
    }


def _documents(css: Assessment, building: Assessment, officer: User) -> dict[str, object]:
    """One in each state of its making, and the visit before this one."""
    last_visit = css.portfolio.assessments.get(completed_at__isnull=False)
    return {
        "last_visit": last_visit.pk,
        "made": _made(css, officer).uuid,
        "waiting": _report(css, officer, content_sha256="1" * 64).uuid,
        "failed": _report(css, officer, content_sha256="2" * 64, failure="It broke.").uuid,
        "half_made": _half_made(css, officer).uuid,
        "made_for_desk": _made(building, officer, for_assessor=True, issue_number=1).uuid,
        "issued": _made(last_visit, officer, issue_number=1).uuid,
    }


def _asked(building: Assessment) -> dict[str, object]:
    """A request that waits for the service, and one that was answered with a new item."""
    line = building.snapshot.links.filter(element__code="1.3.1").first()
    helen = User.objects.get(email=ASSESSOR)
    asked = visits.make_request(building, "1.3.1", "Which year is it from?", line, helen)
    item = make_item(building.portfolio, "Survey of those who applied", number=819)
    make_version(item)
    link = make_link(building.portfolio, item, _element(building, "1.3.2"))
    answered = visits.make_request(building, "1.3.2", by=helen)
    officer = User.objects.get(email=OFFICER2)
    visits.answer_request(answered, "The whole survey.\n\nSee page 3.", [link], officer)
    return {"asked": asked.pk, "answered": answered.pk}


def _submitted(assessment: Assessment) -> None:
    """A note with pictures and a table among what was submitted."""
    note = make_observation(make_item(assessment.portfolio, "At the door", number=811), pictures=2)
    table = make_version(
        make_item(assessment.portfolio, "Visits by office", number=812),
        b"Office,Visits\nDunoon,1200\nOban,900\n",
        "visits.csv",
    )
    read_version(table.pk)
    for code, version in (("2.2.1", note), ("2.2.2", table)):
        SnapshotLink.objects.create(
            snapshot=assessment.snapshot,
            element=_element(assessment, code),
            item=version.item,
            version=version,
            code=version.item.code,
            title=version.item.title,
            scope="service",
            status="new",
            position=1,
        )


def _withdrawn(assessment: Assessment) -> EvidenceItem:
    item = make_item(assessment.portfolio, "A strategy that was never adopted", number=596)
    make_version(item)
    make_link(assessment.portfolio, item, _element(assessment, "5.3.3"))
    return make_withdrawn(item)


def _redacted(assessment: Assessment) -> EvidenceItem:
    """With a redacted copy of the first version, and none of the second."""
    item = make_item(assessment.portfolio, "Log of complaints", number=595)
    make_redacted(make_version(item))
    make_version(item, pdf("With the figures of 2026"))
    return item


def _held(assessment: Assessment, number: int, scan: Scan) -> EvidenceVersion:
    """A file that the virus scanner has not let through."""
    version = make_version(make_item(assessment.portfolio, f"Letter {number}", number=number))
    EvidenceVersion.objects.filter(pk=version.pk).update(scan=scan)
    return version


def _dropped(assessment: Assessment, by: User) -> dict[str, object]:
    """Files that wait, one of each sort; a place for some; and some that were added."""
    portfolio = assessment.portfolio
    make_item(portfolio, "Webchat evaluation 2025", number=588)
    for number in (586, 587):
        make_item(portfolio, "Reception survey", number=number)
    waiting, empty, added = (open_intake(portfolio=portfolio, by=by) for _each in range(3))
    for name in (
        *("Webchat evaluation 2025.pdf", "Reception survey v2.pdf", "Something new.pdf"),
        *("CSS201 once more.pdf", "webchat eval.pdf", "C017.pdf"),
    ):
        make_dropped_file(portfolio, name=name, intake=waiting)
    make_refused_file(waiting)
    new = make_dropped_file(portfolio, name="New.pdf", intake=added)
    make_dropped_file(portfolio, name="Left out.pdf", intake=added)
    make_refused_file(added)
    element = _element(assessment, "5.3.3")
    team = portfolio.service.teams.first()
    addition = Addition(new, title="New", team=team, elements=(element,))
    confirm_intake(intake=added, additions=[addition], by=by)
    return {"dropped": waiting.uuid, "nothing_dropped": empty.uuid, "added": added.uuid}


def _pending(assessment: Assessment, by: User) -> PendingImport:
    """Another printing of the summary: it adds one item, and one item has another title."""
    printed = SUMMARY.read_text(encoding="utf-8").replace("CSS335: ", "CSS336: ")
    changed = printed.replace("CSS201: Face", "CSS201: The face").replace("C017: ", "C017: The ")
    return make_pending_import(assessment.portfolio, changed.encode(), by)


def _element(assessment: Assessment, code: str):
    return assessment.edition.elements.select_related("edition").get(code=code)


def _report(assessment: Assessment, by: User, **fields: Any) -> ReportFile:
    return ReportFile.objects.create(assessment=assessment, report="summary", asked_by=by, **fields)


def _made(assessment: Assessment, by: User, **fields: Any) -> ReportFile:
    content = pdf("Summary", pages=3)
    key = storages["reports"].save("summary.pdf", BytesIO(content))
    made = {"storage_key": key, "size": len(content), "pages": 3, "made_at": timezone.now()}
    return _report(assessment, by, content_sha256="0" * 64, sha256="0" * 64, **made, **fields)


def _half_made(assessment: Assessment, by: User) -> ReportFile:
    so_far = {"stage": "Writing the document", "done": 40, "total": 100}
    return _report(assessment, by, content_sha256="3" * 64, progress_at=timezone.now(), **so_far)


def _reset_key(user: User) -> str:
    return f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
