"""The evidence pack: which files are in it, for whom, and that nobody can change them unseen."""

import csv
import io
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from django.core.files.storage import storages

from accounts.models import HistoryEntry, User
from assessments.models import Assessment, ReportFile
from assessments.reports.actions import ask_for_report
from assessments.reports.make import digest_of, make
from assessments.reports.pack import CannotBePacked, build_pack
from assessments.reports.subject import Subject
from evidence.actions import add_to_snapshot
from evidence.enums import Marking, Scan
from evidence.models import EvidenceItem, EvidenceVersion, Portfolio
from evidence.registers.apply import import_register
from tests.builders.assessments import fill, make_assessment, make_submitted
from tests.builders.evidence import (
    element_of,
    make_address,
    make_item,
    make_link,
    make_observation,
    make_portfolio,
    make_redacted,
    make_version,
)
from tests.builders.people import make_user
from tests.builders.standards import load_cse

from .issuing import make_issue, read
from .packing import Pack, pack_of, packed

pytestmark = pytest.mark.django_db
SECRET, OPEN = b"The name of the resident", b"The name was taken out"
OWN = {"index.html", "HOW TO CHECK.html", "NOT INCLUDED.txt", "register.csv", "assessment.json"}


@pytest.fixture
def portfolio() -> Portfolio:
    return make_portfolio()


def cite(portfolio: Portfolio, title: str, *codes: str, number: int = 701, **words) -> EvidenceItem:
    item = make_item(portfolio, title, number=number)
    for code in codes or ("1.1.1",):
        make_link(portfolio, item, code, **words)
    return item


def test_files_lie_in_folders_as_the_standard_has_them_and_begin_with_their_code(portfolio):
    make_version(cite(portfolio, "Complaints log"))
    element = element_of(portfolio).sub_criterion
    (path,) = pack_of(make_submitted(portfolio)).evidence

    criterion, sub_criterion, code, name = path.split("/")
    assert (criterion[:2], sub_criterion[:4], code) == ("1 ", "1.1 ", "1.1.1")
    assert element.criterion.title[:10] in criterion and element.title[:10] in sub_criterion
    assert name == f"{portfolio.service.prefix}701 Complaints log.pdf"


def test_the_files_are_those_of_the_submission_and_not_later_ones(portfolio):
    item = cite(portfolio, "Complaints log")
    submitted = make_version(item, b"As it was submitted.", "log.txt")
    assessment = make_submitted(portfolio)
    make_version(item, b"As it is by now.", "log.txt")
    cite(portfolio, "Added later", number=702)

    for by_assessor in (True, False):
        pack = pack_of(assessment, by_assessor=by_assessor)
        (path,) = pack.evidence
        assert pack.bytes_of(path) == b"As it was submitted."
        assert [v["sha256"] for v in pack.json["evidence"][0]["versions"]] == [submitted.sha256]
        assert b"As it is by now" not in pack.everything()
        assert b"Added later" not in pack.everything()


def test_before_submission_the_pack_has_the_latest_files_and_says_that_it_is_a_draft(portfolio):
    item = cite(portfolio, "Complaints log")
    make_version(item, b"First", "log.txt")
    make_version(item, b"Second", "log.txt")
    pack = pack_of(make_assessment(portfolio))

    assert [pack.bytes_of(path) for path in pack.evidence] == [b"Second"]
    assert "not yet submitted" in pack.text()


def test_what_was_added_on_request_is_there_beside_what_was_submitted_and_marked(portfolio):
    item = cite(portfolio, "Complaints log")
    make_version(item, b"Submitted", "log.txt")
    assessment = make_submitted(portfolio)
    make_version(item, b"Sent later", "log.txt")
    add_to_snapshot(snapshot=assessment.snapshot, link=item.links.get(), by=make_user())
    pack = pack_of(assessment, by_assessor=True)

    assert [pack.bytes_of(path) for path in pack.evidence] == [b"Submitted", b"Sent later"]
    assert [path.rpartition(" (")[2] for path in pack.evidence] == [
        "version 1).txt",
        "version 2).txt",
    ]
    assert "Added on request on" in pack.text()
    assert [link["added_on_request"] is None for link in pack.json["links"]] == [True, False]


@pytest.fixture
def redacted(portfolio) -> Assessment:
    item = cite(portfolio, "Complaints log")
    original = make_version(item, SECRET, "original with names.txt")
    make_redacted(original, OPEN, "redacted.txt")
    return make_submitted(portfolio)


def test_the_assessor_gets_the_redacted_copy_and_no_trace_of_the_original(redacted):
    pack = pack_of(redacted, by_assessor=True)
    original = EvidenceVersion.objects.originals().get()

    assert [pack.bytes_of(path) for path in pack.evidence] == [OPEN]
    for trace in (
        SECRET,
        b"original with names",
        original.sha256.encode(),
        original.storage_key[3:].encode(),
    ):
        assert trace not in pack.everything()


def test_the_council_gets_the_original_too_and_is_told_to_keep_it(redacted):
    pack = pack_of(redacted)

    assert [pack.bytes_of(path) for path in pack.evidence] == [OPEN, SECRET]
    assert [path.rpartition(" (")[2] for path in pack.evidence] == [
        "redacted copy).txt", "original, version 1).txt",
    ]  # fmt: skip
    assert "do not hand it on" in pack.text()
    assert "do not hand it on" not in pack_of(redacted, by_assessor=True).text()


def test_the_packs_of_the_two_are_made_apart(redacted):
    manager = make_user()
    own = ask_for_report(subject=Subject(read(redacted)), report="pack", by=manager)
    theirs = ask_for_report(
        subject=Subject(read(redacted), by_assessor=True), report="pack", by=manager
    )

    assert own.pk != theirs.pk
    assert [f.for_assessor for f in ReportFile.objects.order_by("pk")] == [False, True]


def test_pictures_beside_a_note_go_with_it(portfolio):
    make_observation(cite(portfolio, "At the door"), "A notice at the door.", pictures=2)
    pack = pack_of(make_submitted(portfolio), by_assessor=True)

    assert [path.rpartition(" At the door")[2] for path in pack.evidence] == [
        ".txt", " (picture 1).png", " (picture 2).png",
    ]  # fmt: skip


def test_a_web_address_is_there_as_it_was_noted_and_as_a_link(portfolio):
    make_address(cite(portfolio, "Opening hours"), "https://www.example.gov.uk/hours?a=1&b=2")
    pack = pack_of(make_submitted(portfolio), by_assessor=True)
    (path,) = pack.evidence

    assert path.endswith("Opening hours.txt")
    assert pack.bytes_of(path) == b"https://www.example.gov.uk/hours?a=1&b=2\r\n"
    assert 'href="https://www.example.gov.uk/hours?a=1&amp;b=2"' in pack.text()


def test_what_is_shared_lies_there_once_and_every_other_folder_leads_to_it(portfolio):
    make_version(cite(portfolio, "Charter #1 100% übersichtlich", "1.1.1", "1.1.2", "1.1.3"))
    pack = pack_of(make_submitted(portfolio))
    (path,) = pack.evidence
    pointers = [name for name in pack.names if name.endswith("(see 1.1.1).html")]

    assert [name.split("/")[2] for name in pointers] == ["1.1.2", "1.1.3"]
    for name in pointers:
        assert name.rpartition("/")[2].startswith(f"{portfolio.service.prefix}701 Charter #1")
        href = pack.text(name).partition('<ul class="pack-files">')[2].partition('href="')[2]
        assert unquote(href.partition('"')[0]) == f"../../../{path}"
        assert "#" not in href.partition('"')[0] and "%25" in href.partition('"')[0]


@pytest.mark.parametrize("by_assessor", [True, False])
def test_what_cannot_be_there_is_named_with_the_reason_and_breaks_nothing(portfolio, by_assessor):
    cite(portfolio, "Nobody has it")
    for number, scan in ((702, Scan.WAITING), (703, Scan.INFECTED), (704, Scan.CLEAN)):
        version = make_version(
            cite(portfolio, f"Number {number}", number=number), b"x" * number, "a.txt"
        )
        EvidenceVersion.objects.filter(pk=version.pk).update(scan=scan)
    storages["evidence"].delete(version.storage_key)
    make_version(cite(portfolio, "Sound", number=705))
    pack = pack_of(make_submitted(portfolio), by_assessor=by_assessor)

    assert [path.rpartition(" ")[2] for path in pack.evidence] == ["Sound.pdf"]
    for text in (pack.text("NOT INCLUDED.txt"), pack.text()):
        for words in (
            "Nobody has it",
            "It was submitted without a file.",
            "The virus scanner has not looked at it yet.",
            "The virus scanner found something harmful in it.",
            "The portal’s store does not have this file.",
        ):
            assert words in text


def test_a_lost_file_that_is_back_makes_another_pack(portfolio):
    version = make_version(cite(portfolio, "Log"), b"Here", "log.txt")
    assessment = make_submitted(portfolio)
    storages["evidence"].delete(version.storage_key)
    without = pack_of(assessment)
    storages["evidence"].save(version.storage_key, io.BytesIO(b"Here"))
    whole = pack_of(assessment)

    assert (without.evidence, len(whole.evidence)) == ([], 1)
    assert digest_of(without.content) != digest_of(whole.content)


def test_an_altered_file_is_refused_with_its_name(portfolio):
    version = make_version(cite(portfolio, "Log"), b"As handed in", "log.txt")
    assessment = make_submitted(portfolio)
    Path(storages["evidence"].path(version.storage_key)).write_bytes(b"As forged by")

    with pytest.raises(CannotBePacked, match=f"{version.item.code}, version 1, is not the one"):
        pack_of(assessment)
    with pytest.raises(CannotBePacked):
        make_issue(assessment, "pack")
    assert "is not the one that was handed in" in ReportFile.objects.get().failure


def test_a_file_that_goes_while_it_is_packed_is_refused(portfolio):
    version = make_version(cite(portfolio, "Log"), b"Here", "log.txt")
    content = build_pack(Subject(read(make_submitted(portfolio))))
    storages["evidence"].delete(version.storage_key)

    with pytest.raises(CannotBePacked, match="is not there any more"):
        packed(content)


def whole_pack(portfolio: Portfolio) -> Pack:
    """One with a shared item, an umlaut and something that is missing."""
    make_version(cite(portfolio, "Übersicht – 50 % #2", "1.1.1", "1.1.2"))
    make_version(cite(portfolio, "It's a log", "1.1.3", number=702), b"a,b\r\n1,2\r\n", "log.csv")
    cite(portfolio, "Nobody has it", number=703)
    return pack_of(make_submitted(portfolio))


@pytest.mark.any_database
def test_the_programs_of_the_system_unpack_it_and_find_every_file_unchanged(portfolio, tmp_path):
    pack = whole_pack(portfolio)
    archive, folder = tmp_path / "pack.zip", tmp_path / "unpacked"
    archive.write_bytes(pack.data)

    def run(*arguments) -> subprocess.CompletedProcess:
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            arguments, cwd=folder, capture_output=True, text=True, env=environment
        )

    folder.mkdir()
    if shutil.which("unzip"):
        assert run("unzip", "-tq", archive).returncode == 0
        assert run("unzip", "-q", archive).returncode == 0
    else:
        pack.unpack(folder)
    checked = run("sha256sum", "--strict", "-c", "SHA256SUMS")
    assert checked.returncode == 0, checked.stderr
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {line.removesuffix(": OK") for line in checked.stdout.splitlines()} == there - {
        "SHA256SUMS"
    }
    assert there == set(pack.names)

    (folder / pack.evidence[0]).write_bytes(b"Forged")
    assert run("sha256sum", "-c", "SHA256SUMS").returncode == 1


def test_the_same_content_makes_the_same_bytes(portfolio):
    pack = whole_pack(portfolio)

    long_ago = datetime(2026, 3, 21, 9, 30, tzinfo=UTC)
    earlier = replace(pack.content, summary=replace(pack.content.summary, created_at=long_ago))
    assert ZipFile(io.BytesIO(packed(earlier))).infolist()[-1].date_time == (2026, 3, 21, 9, 30, 0)
    assert packed(pack.content) == pack.data
    assert pack_of(Assessment.objects.get()).data == pack.data


def test_the_register_is_read_again_without_change(portfolio):
    pack = whole_pack(portfolio)
    register = pack.bytes_of("register.csv")
    edition = element_of(portfolio).edition
    plan = import_register(
        portfolio=portfolio, edition=edition, data=register, source_name="register.csv", by=None
    )

    assert plan.counts()["unchanged"] == {"evidence": 3, "links": 4}
    assert plan.differences == [] and {w.code for w in plan.warnings} == {"column-left-out"}
    rows = list(csv.DictReader(io.StringIO(register.decode("utf-8-sig"))))
    assert [bool(row["File in this pack"]) for row in rows] == [True, False, True, True]
    assert {row["File in this pack"] for row in rows} - {""} == set(pack.evidence)


def test_the_register_fills_an_empty_portfolio_as_it_was_submitted():
    old = make_portfolio(standard=load_cse())
    for number in (701, 702):
        item = make_item(old, f"Evidence {number}", number=number)
        make_link(old, item, "1.1.2", locator="page 3", rationale="=1+1\nIt matters.")
    register = pack_of(make_submitted(old)).bytes_of("register.csv")
    new = make_portfolio(standard=old.standard)
    data = register.replace(old.service.prefix.encode(), new.service.prefix.encode())
    edition = element_of(new, "1.1.2").edition
    import_register(portfolio=new, edition=edition, data=data, source_name="register.csv", by=None)

    def told(portfolio: Portfolio) -> list:
        links = portfolio.links.order_by("position")
        return list(links.values_list("item__title", "status", "position", "locator", "rationale"))

    assert told(new) == told(old)


def test_the_data_for_programs_have_the_shape_of_the_export(portfolio):
    data = whole_pack(portfolio).json
    prefix = portfolio.service.prefix

    assert (data["standard"], data["service"]) == ("small", portfolio.service.slug)
    assert [row["code"] for row in data["evidence"]] == [f"{prefix}{n}" for n in (701, 703, 702)]
    version = data["evidence"][0]["versions"][0]
    assert {"number", "name", "sha256", "size", "media_type"} <= set(version)
    link = data["links"][0]
    assert {"element", "code", "status", "position", "locator", "rationale"} <= set(link)
    (assessment,) = data["assessments"]
    assert (assessment["kind"], assessment["state"]) == ("full", "submitted")
    assert assessment["elements"][0]["commentary"] == "We do this every week."
    assert set(assessment["elements"][0]) == {
        "element", "in_review", "self_rating", "commentary", "rating", "finding", "accepted",
    }  # fmt: skip


HOSTILE = (
    *("../../x", "..\\..\\x", "CON", "a" * 300, "\u202egpj.exe", "😀 ok", "two\nlines"),
    *("<img src=x onerror=alert(1)>", "</script><b>", "=cmd|' /C calc'!A0", "nul.txt"),
)


def test_hostile_titles_leave_no_folder_and_run_nothing(portfolio, tmp_path):
    for number, title in enumerate(HOSTILE, start=701):
        words = {"locator": title[:300], "rationale": title}
        version = make_version(cite(portfolio, title, number=number, **words), b"x", "a.txt")
        EvidenceVersion.objects.filter(pk=version.pk).update(file_name=f"../{title}"[:255])
    pack = pack_of(make_submitted(portfolio))
    folder = (tmp_path / "unpacked").resolve()

    for name in pack.names:
        assert (folder / name).resolve().is_relative_to(folder) and ".." not in name
        assert "\\" not in name and not name.startswith("/") and name.isprintable()
    assert len(pack.evidence) == len(HOSTILE)
    assert all(path.endswith(".txt") for path in pack.evidence)
    for name in pack.names:
        if name.endswith(".html"):
            assert "<img src=x" not in pack.text(name) and "</script><b>" not in pack.text(name)
    assert "\n=cmd" not in pack.text("register.csv")


def test_the_marking_is_that_of_the_most_sensitive_item(portfolio):
    item = cite(portfolio, "Complaints log")
    assessment = make_submitted(portfolio)
    assert pack_of(assessment).content.marking == "OFFICIAL"

    EvidenceItem.objects.filter(pk=item.pk).update(marking=Marking.OFFICIAL_SENSITIVE)
    assert "OFFICIAL-SENSITIVE" in pack_of(assessment).text()


def test_it_is_made_in_the_background_with_progress_and_entered_into_the_history(portfolio):
    make_version(cite(portfolio, "Log"), b"Here", "log.txt")
    said: list[tuple] = []
    assessment = make_submitted(portfolio)
    made = make(Subject(read(assessment)), "pack", progress=lambda *step: said.append(step))
    made.file.close()
    issue = make_issue(assessment, "pack", User.objects.first())

    assert ("Packing the files", 0, 1) in said and ("Packing the files", 1, 1) in said
    assert (issue.media_type, issue.sha256, issue.pages) == ("application/zip", made.sha256, None)
    assert HistoryEntry.objects.filter(verb="assessments.document_issued").count() == 1


@pytest.mark.parametrize("size", [3, 30])
@pytest.mark.parametrize("by_assessor", [True, False])
def test_the_number_of_statements_does_not_grow(
    portfolio, size, by_assessor, django_assert_num_queries
):
    fill(portfolio, size, [element_of(portfolio, code) for code in ("1.1.1", "1.1.2", "1.1.3")])
    for item in EvidenceItem.objects.all()[:size:2]:
        make_redacted(make_version(item, b"a", "a.txt"), b"b", "b.txt")
    subject = Subject(read(make_submitted(portfolio)), by_assessor=by_assessor)

    with django_assert_num_queries(14):
        content = build_pack(subject)
    assert len(content.links) == size


@pytest.mark.parametrize("size", [3, 30])
def test_nor_does_it_before_submission(portfolio, size, django_assert_num_queries):
    fill(portfolio, size, [element_of(portfolio, code) for code in ("1.1.1", "1.1.2", "1.1.3")])
    for item in EvidenceItem.objects.all()[:size:2]:
        make_redacted(make_version(item, b"a", "a.txt"), b"b", "b.txt")
    subject = Subject(read(make_assessment(portfolio)))

    with django_assert_num_queries(15):
        content = build_pack(subject)
    assert len(content.links) == size
