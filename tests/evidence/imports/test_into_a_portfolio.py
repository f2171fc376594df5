"""What an import writes into a portfolio, and what it leaves alone."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import HistoryEntry, NumberBlock, Service
from evidence.actions import archive_link, edit_link, move_link
from evidence.models import EvidenceItem, EvidenceLink, Portfolio, SummaryImport
from tests.builders.people import make_organisation, make_service, make_team, make_user
from tests.builders.standards import load_cse

pytestmark = pytest.mark.django_db

SUMMARY = Path(settings.BASE_DIR) / "fixtures" / "demonstration" / "assessment_summary.txt"


@pytest.fixture
def service() -> Service:
    load_cse()
    council = make_organisation("Argyll and Bute Council")
    return make_service(council, "Customer Support Services")


def read(path: Path, *options: str) -> dict:
    out = StringIO()
    call_command(
        "import_summary", path, "--service", "customer-support-services", "--json", *options,
        stdout=out,
    )  # fmt: skip
    return json.loads(out.getvalue())


def everything() -> list[int]:
    models = (EvidenceItem, EvidenceLink, Portfolio, SummaryImport, HistoryEntry)
    return [model.objects.count() for model in models]


def test_a_real_summary_gives_its_items_links_and_statuses(service: Service):
    outcome = read(SUMMARY)

    assert outcome["created"] == {"evidence": 164, "links": 193}
    assert outcome["updated"] == outcome["unchanged"] == {"evidence": 0, "links": 0}
    items = EvidenceItem.objects.all()
    assert items.filter(service=service).count() == 106
    assert items.filter(service=None, organisation=service.organisation).count() == 58
    links = EvidenceLink.objects.all()
    assert links.filter(item__service=service, status="active").count() == 73
    assert links.filter(item__service=service, status="new").count() == 37
    assert links.filter(item__service=None, status="active").count() == 83
    assert links.values("element").distinct().count() == 42


def test_a_second_run_creates_nothing_and_leaves_no_trace(service: Service):
    read(SUMMARY)
    before = everything()

    outcome = read(SUMMARY)

    assert outcome["created"] == outcome["updated"] == {"evidence": 0, "links": 0}
    assert outcome["unchanged"] == {"evidence": 164, "links": 193}
    assert everything() == before


def test_a_dry_run_says_the_same_and_writes_nothing(service: Service):
    tried = read(SUMMARY, "--dry-run")

    assert everything() == [0, 0, 0, 0, 0]
    assert tried == read(SUMMARY)


def test_the_outcome_is_kept_with_every_warning(service: Service):
    outcome = read(SUMMARY)

    kept = SummaryImport.objects.get()
    assert kept.counts["created"] == {"evidence": 164, "links": 193}
    warnings = [{"line": w.line, "code": w.code, "message": w.message} for w in kept.warnings.all()]
    assert sorted(warnings, key=str) == sorted(outcome["warnings"], key=str)
    missing = [w["message"] for w in warnings if w["code"] == "element-heading-missing"]
    assert [str(m).split("element ")[1].split(" ")[0] for m in missing] == [
        "1.1.1", "1.3.3", "3.3.2", "3.4.1", "4.3.6",
    ]  # fmt: skip


def test_what_is_there_already_stays_and_the_difference_is_a_warning(service: Service):
    read(SUMMARY)
    officer = make_user("officer", service)
    EvidenceItem.objects.filter(code="CSS201").update(title="Our own title")
    link = EvidenceLink.objects.get(element__code="1.1.2", item__code="CSS241")
    move_link(link=link, position=1, by=officer)
    archived = EvidenceLink.objects.get(element__code="1.2.1", item__code="C115")
    archive_link(link=archived, reason="Replaced", by=officer)
    edit_link(link=link, locator="Page 4", rationale="", clause=None, by=officer)

    outcome = read(SUMMARY)

    assert outcome["created"] == {"evidence": 0, "links": 0}
    codes = [w["code"] for w in outcome["warnings"]]
    assert codes.count("title-kept") == 1
    assert codes.count("order-kept") == 3
    assert codes.count("status-kept") == 1
    assert EvidenceItem.objects.get(code="CSS201").title == "Our own title"
    link.refresh_from_db()
    assert (link.position, link.locator) == (1, "Page 4")
    archived.refresh_from_db()
    assert archived.status == "archived"


def test_items_belong_to_the_team_whose_block_holds_their_number(service: Service):
    team = make_team(service, "ICT", blocks=[(221, 240)])
    NumberBlock.objects.filter(team=team).update(is_closed=True)

    read(SUMMARY)

    assert EvidenceItem.objects.get(code="CSS221").team == team
    assert EvidenceItem.objects.get(code="CSS241").team is None
    assert EvidenceItem.objects.get(code="C025").team is None


def refused(tmp_path: Path, name: str, content: bytes) -> str:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError) as error:
        read(path)
    assert everything() == [0, 0, 0, 0, 0]
    return str(error.value)


def test_a_file_that_is_no_summary_is_refused_and_nothing_is_stored(
    service: Service, tmp_path: Path
):
    assert "empty" in refused(tmp_path, "empty.txt", b"")
    assert "not text" in refused(tmp_path, "binary.bin", bytes(range(256)) * 40)
    assert "not an Assessment Summary" in refused(tmp_path, "letter.txt", b"Dear Sir or Madam\n")
    assert "CSS" in refused(
        tmp_path, "other.txt", SUMMARY.read_bytes().replace(b"CSS201:", b"XYZ201:")
    )


def test_a_file_of_100_megabytes_is_refused_unread(service: Service, tmp_path: Path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)

    with pytest.raises(CommandError, match="larger than 10 MB"):
        read(path)

    assert everything() == [0, 0, 0, 0, 0]


def test_unknown_names_are_answered_with_the_ones_there_are(service: Service):
    with pytest.raises(CommandError, match="Services here: customer-support-services"):
        call_command("import_summary", SUMMARY, "--service", "no-such-service")
    with pytest.raises(CommandError, match="Standards here: cse"):
        read(SUMMARY, "--standard", "no-such-standard")
    with pytest.raises(CommandError, match="cannot be read"):
        read(SUMMARY.with_name("nowhere.txt"))
