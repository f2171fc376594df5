"""The server killed again and again while people upload: what it said it kept, it has kept."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from random import Random, SystemRandom
from uuid import UUID, uuid4

import lxml.html
import psycopg2
import pytest

from script.support import postgres
from tests.builders.portal import LOST, Portal, SlowUpload, Visitor

pytestmark = pytest.mark.long

UPLOADS, PEOPLE, FEWEST_KILLS = 100, 4, 8
BASE = "/services/customer-support-services/cse"
PLACE = f"{BASE}/elements/1.1.1/"
ADDRESS = f"{PLACE}evidence/add"
# The blocks of the demonstration are too small for so many.
ROOM = """[
    NumberBlock.objects.create(
        organisation=team.service.organisation, team=team, first=1000 * at, last=1000 * at + 999
    ).pk
    for at, team in enumerate(Team.objects.filter(service__slug="customer-support-services"), 1)
]"""


class AtAnElement:
    """The form beneath an element: what is sent is evidence at once."""

    rows = "EvidenceVersion"

    def begin(self, visitor: Visitor) -> str:
        visitor.sign_in("officer@example.org").get(PLACE)
        return ADDRESS

    def fields(self, sending: UUID) -> dict[str, str]:
        return {"sending": str(sending)}


class AddEvidence:
    """The page on which files wait until they are added in one step."""

    rows = "IntakeFile"

    def begin(self, visitor: Visitor) -> str:
        visitor.sign_in("officer@example.org").get(f"{BASE}/add/")
        return self.opened(visitor)["files"]

    def opened(self, visitor: Visitor) -> dict[str, str]:
        status, said = visitor.upload(f"{BASE}/add/", {}, [])
        assert status == 200, said
        return json.loads(said)

    def fields(self, sending: UUID) -> dict[str, str]:
        return {"sent_as": str(sending)}


Way = AtAnElement | AddEvidence


@dataclass
class Tally:
    """What became of each file as its sender was told; `lost` are sendings without an answer."""

    sent: int = 0
    acknowledged: set[str] = field(default_factory=set)
    lost: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    kills: int = 0


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request) -> Iterator[str]:
    """The address of an empty database; "" is SQLite in the portal's own folder."""
    if request.param == "sqlite":
        yield ""
        return
    try:
        with postgres.database_url() as url:
            yield from fresh(url)
    except postgres.Unavailable as missing:
        pytest.skip(str(missing))


def fresh(url: str) -> Iterator[str]:
    server, name = url.rpartition("/")[0], f"test_storm_{os.getpid()}"

    def run(statement: str) -> None:
        with closing(psycopg2.connect(f"{server}/postgres")) as connection:
            connection.autocommit = True
            connection.cursor().execute(statement)

    run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    run(f"CREATE DATABASE {name}")
    try:
        yield f"{server}/{name}"
    finally:
        run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def static_files(tmp_path_factory) -> Path:
    """Kept from one portal to the next: to collect them takes longer than all else."""
    return tmp_path_factory.mktemp("collected")


@pytest.fixture(scope="module")
def prepared(database, static_files, tmp_path_factory) -> Portal:
    portal = Portal(tmp_path_factory.mktemp("portal") / "var", database)
    shutil.copytree(static_files, portal.folder)
    portal.prepare()
    shutil.copytree(portal.folder / "static", static_files / "static", dirs_exist_ok=True)
    shutil.copy2(portal.folder / "static.collected", static_files)
    portal.ask(ROOM)
    return portal


@pytest.fixture
def portal(prepared) -> Iterator[Portal]:
    yield prepared
    prepared.kill()
    for left in prepared.files("uploads"):
        left.unlink()


@pytest.fixture
def chance(capsys) -> Random:
    """STORM_SEED repeats the moments of a run that printed it, as far as time can be repeated."""
    seed = int(os.environ.get("STORM_SEED", SystemRandom().randrange(10**6)))
    with capsys.disabled():
        sys.stderr.write(f"\nSTORM_SEED={seed}\n")
    return Random(seed)


def document(number: int) -> bytes:
    """A text like no other: every third is large enough to come in by way of the disk."""
    dice = Random(number)
    size = dice.randrange(2_000_000, 6_000_000) if number % 3 == 0 else dice.randrange(999, 99_999)
    return f"Upload {number}\n".encode() + dice.randbytes(size // 2).hex("\n", 40).encode()


def upload_until_none_is_left(
    portal: Portal, way: Way, waiting: "Queue[int]", tally: Tally
) -> None:
    """Send one document after the other, each until the portal has said that it is there."""
    visitor, address = Visitor(portal), ""
    while not waiting.empty():
        try:
            number = waiting.get_nowait()
        except Empty:
            return
        name, sending = f"upload-{number:03}.txt", uuid4()
        while name not in tally.acknowledged:
            address = address or ready(visitor, way)
            tally.sent += 1
            try:
                status, said = visitor.upload(
                    address, way.fields(sending), [(name, document(number))]
                )
            except ConnectionRefusedError:  # it was never sent
                tally.sent -= 1
                time.sleep(0.05)
            except LOST:
                tally.lost.append(name)
            else:
                if status != 201:
                    tally.refused.append(said)
                    return
                tally.acknowledged.add(name)


def ready(visitor: Visitor, way: Way) -> str:
    """Signed in and with the form before their eyes, however often the server dies."""
    while True:
        try:
            return way.begin(visitor)
        except LOST:
            visitor.forget()
            time.sleep(0.1)


def storm(portal: Portal, way: Way, chance: Random) -> Tally:
    waiting: Queue[int] = Queue()
    for number in range(UPLOADS):
        waiting.put(number)
    tally = Tally()
    people = [
        threading.Thread(
            target=upload_until_none_is_left, args=(portal, way, waiting, tally), daemon=True
        )
        for _ in range(PEOPLE)
    ]
    portal.start()
    for person in people:
        person.start()
    while any(person.is_alive() for person in people):
        # After some uploads rather than after some time, so that slow machines get on too.
        due = tally.sent + chance.randrange(1, 7)
        while tally.sent < due and any(person.is_alive() for person in people):
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.3))
        portal.kill()
        tally.kills += 1
        portal.start()
    for person in people:
        person.join()
    portal.kill()
    return tally


def grow_old(portal: Portal) -> None:
    long_ago = time.time() - 3 * 3600
    for path in (*portal.files(), *portal.files("uploads")):
        os.utime(path, (long_ago, long_ago))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("way", [AtAnElement(), AddEvidence()], ids=["element", "add-evidence"])
def test_a_hundred_uploads_under_fire_are_each_there_once_and_whole(portal, way, chance, capsys):
    """Everybody sends again what was not acknowledged, with the number of the first sending."""
    kept = f"list({way.rows}.objects.values('pk', 'file_name', 'sha256', 'storage_key'))"
    before, files_before = {row["pk"] for row in portal.ask(kept)}, len(portal.files())
    began = time.monotonic()

    tally = storm(portal, way, chance)

    seconds = time.monotonic() - began
    rows = [row for row in portal.ask(kept) if row["pk"] not in before]
    stored = {str(path.relative_to(portal.folder / "evidence")): path for path in portal.files()}
    assert tally.refused == [] and len(tally.acknowledged) == UPLOADS
    assert Counter(row["file_name"] for row in rows) == Counter(tally.acknowledged)
    for row in rows:
        wanted = sha256(document(int(row["file_name"][7:10])))
        assert row["sha256"] == wanted == sha256(stored[row["storage_key"]].read_bytes())

    grow_old(portal)
    removed = json.loads(portal.manage("clear_leftovers", "--json"))["removed"]
    assert len(portal.files()) == files_before + UPLOADS
    assert portal.files("uploads") == []
    assert "all sound" in portal.manage("verify_evidence")
    portal.manage("verify_history")
    with capsys.disabled():
        places = Counter(found["place"] for found in removed)
        sys.stderr.write(
            f"{UPLOADS} uploads in {tally.sent} sendings and {seconds:.0f} s with {tally.kills}"
            f" kills: {len(tally.lost)} sendings without an answer; cleared"
            f" {places['evidence']} stored files and {places['uploads']} half-sent ones\n"
        )
    assert tally.kills >= FEWEST_KILLS


@contextmanager
def nobody_may_write(portal: Portal, database: str) -> Iterator[None]:
    """Whoever adds evidence meanwhile stands between the bytes, stored, and their row."""
    if database:
        with closing(psycopg2.connect(database)) as connection:
            connection.cursor().execute("SELECT * FROM accounts_organisation FOR UPDATE")
            yield
    else:
        with closing(sqlite3.connect(portal.folder / "portal.sqlite3")) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield


def wait_until(true) -> None:
    last = time.monotonic() + 15
    while not true():
        assert time.monotonic() < last
        time.sleep(0.02)


def test_the_clean_up_touches_no_upload_that_is_on_its_way(portal, database):
    portal.start()
    visitor, other = (Visitor(portal) for _ in range(2))
    for person in (visitor, other):
        ready(person, AtAnElement())
    leftover = portal.folder / "evidence" / "ab" / "leftover"
    leftover.parent.mkdir(exist_ok=True)
    leftover.write_bytes(b"left by a kill")
    (portal.folder / "uploads" / "tmpdead.upload.txt").write_bytes(b"half sent")
    grow_old(portal)
    stored = len(portal.files())

    slow = SlowUpload(visitor, ADDRESS, {}, ("slow.txt", document(999)))
    wait_until(lambda: len(portal.files("uploads")) == 2)
    answers: list[tuple[int, str]] = []
    with nobody_may_write(portal, database):
        between = threading.Thread(
            target=lambda: answers.append(other.upload(ADDRESS, {}, [("b.txt", document(998))]))
        )
        between.start()
        wait_until(lambda: len(portal.files()) == stored + 1)
        removed = json.loads(portal.manage("clear_leftovers", "--json"))["removed"]
    between.join()
    answers.append(slow.finish())

    assert {Path(found["name"]).name for found in removed} == {"leftover", "tmpdead.upload.txt"}
    assert [status for status, _said in answers] == [201, 201]
    assert "all sound" in portal.manage("verify_evidence")
    assert portal.files("uploads") == []


def test_a_connection_that_breaks_off_leaves_nothing(portal):
    portal.start()
    visitor = Visitor(portal)
    ready(visitor, AtAnElement())
    stored = len(portal.files())

    slow = SlowUpload(visitor, ADDRESS, {}, ("slow.txt", document(996)))
    wait_until(lambda: portal.files("uploads"))
    slow.break_off()

    wait_until(lambda: not portal.files("uploads"))
    assert len(portal.files()) == stored
    assert "all sound" in portal.manage("verify_evidence")
    assert visitor.upload(ADDRESS, {}, [("slow.txt", document(996))])[0] == 201


def test_too_many_large_files_get_a_page_and_not_a_broken_connection(portal):
    portal.start()
    visitor = Visitor(portal)
    ready(visitor, AtAnElement())
    many = [(f"{number}.txt", document(0)[:1_000_000]) for number in range(70)]
    status, page = visitor.upload(ADDRESS, {}, many, accept="text/html")
    assert status == 400 and "More than 50 files came at once" in page
    assert portal.files("uploads") == []


def summary(first: int, size: int = 400) -> str:
    """A summary of so many new items, with codes from there on."""
    items = "\n\n".join(f"CSS{first + at}: Item {first + at}" for at in range(size))
    return f"1.1.1: We have an in-depth understanding.\n\nNew Evidence\n\n{items}\n"


def test_an_import_that_is_killed_leaves_all_or_nothing(portal, chance, capsys, tmp_path):
    """Each time another four hundred items, killed at another moment."""
    size, outcomes = 400, []
    command = ["import_summary", "--service", "customer-support-services"]

    def imported(first: int, killed_after: float | None) -> int:
        file = tmp_path / f"{first}.txt"
        file.write_text(summary(first, size))
        began = time.monotonic()
        running = portal.begin(*command, str(file))
        if killed_after is not None:
            with suppress(subprocess.TimeoutExpired):
                running.wait(killed_after)
            running.kill()
        running.wait()
        durations.append(time.monotonic() - began)
        last = first + size - 1
        return portal.ask(
            f"EvidenceItem.objects.filter(prefix='CSS', number__range=({first}, {last})).count()"
        )

    durations: list[float] = []
    assert imported(10_000, None) == size
    whole = durations[0]
    for turn in range(1, 11):
        outcomes.append(imported(10_000 + turn * 1000, chance.uniform(0.4, 1.4) * whole))
    assert set(outcomes) <= {0, size}
    portal.manage("verify_history")
    with capsys.disabled():
        sys.stderr.write(f"Of ten imports that were killed {outcomes.count(size)} were through\n")


def waiting_to_be_added(portal: Portal, turn: int, number: int) -> tuple[Visitor, dict[str, str]]:
    """Somebody with so many files on the page, and where that page is."""
    visitor, way = Visitor(portal), AddEvidence()
    ready(visitor, way)
    place = way.opened(visitor)
    many = [(f"turn-{turn}-{at}.txt", f"Turn {turn}, file {at}\n".encode()) for at in range(number)]
    status, said = visitor.upload(place["files"], {}, many)
    assert status == 201, said
    return visitor, place


def confirmed(visitor: Visitor, place: dict[str, str]) -> int:
    """Press the button that adds them all; the status of the answer, or 0 where there was none."""
    try:
        page = lxml.html.fromstring(visitor.get(place["page"]))
        (form,) = page.xpath("//form[@data-intake-page]")
        return visitor.submit(f"{place['page']}confirm", form.form_values())[0]
    except LOST:
        return 0


def test_what_waits_is_added_whole_or_not_at_all_also_when_killed(portal, chance, capsys):
    number, through = 20, []
    durations: list[float] = []
    portal.start()
    for turn in range(9):
        visitor, place = waiting_to_be_added(portal, turn, number)
        adding = threading.Thread(target=confirmed, args=(visitor, place))
        began = time.monotonic()
        adding.start()
        if durations:
            time.sleep(chance.uniform(0, 1.2) * durations[0])
            portal.kill()
        adding.join()
        durations.append(time.monotonic() - began)
        if turn:
            portal.start()
        uuid = place["page"].rstrip("/").rpartition("/")[2]
        counted = f"IntakeFile.objects.filter(intake__uuid='{uuid}', version__isnull=False).count()"
        through.append(portal.ask(counted))
        if not through[-1]:
            assert confirmed(visitor, place) == 302
        assert portal.ask(counted) == number
        versions = f"EvidenceVersion.objects.filter(file_name__startswith='turn-{turn}-').count()"
        assert portal.ask(versions) == number
    assert set(through) <= {0, number} and through[0] == number
    grow_old(portal)
    portal.manage("clear_leftovers")
    assert "all sound" in portal.manage("verify_evidence")
    with capsys.disabled():
        done = sum(map(bool, through[1:]))
        sys.stderr.write(f"Of {len(through) - 1} additions that were killed {done} were through\n")
