"""What a restore does and refuses, beside the rows themselves, which the storm compares."""

import io
import json
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.actions import erase_person
from accounts.enums import Role
from accounts.history.verify import verify_chain
from accounts.ledger import note_missing
from accounts.models import HistoryEntry, Invitation, Letter, User
from assessments.actions.disposing import empty_assessment
from assessments.backup.check import check_backup
from assessments.backup.restore import restore_backup
from assessments.backup.write import make_backup
from assessments.models import Assessment, ElementAssessment, ReportFile
from assessments.reports.disposal import dispose_of_documents
from evidence.actions import destroy_by_rule
from evidence.destruction.ledger import read_all, read_ledger
from evidence.models import EvidenceItem, EvidenceVersion, IntakeFile, ReaderGrant
from tests.assessments.reports.issuing import make_issue
from tests.builders.assessments import make_completed
from tests.builders.evidence import make_dropped_file, make_item, make_portfolio, make_version
from tests.builders.people import make_user

from . import world
from .forging import as_of, forged, members
from .rows import all_rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    """Storages and a list of destructions of this test's own."""
    place = {name: {"OPTIONS": {"location": tmp_path / name}} for name in ("evidence", "reports")}
    backend = {name: settings.STORAGES[name] | place[name] for name in place}
    settings.STORAGES = settings.STORAGES | backend
    settings.DESTRUCTION_LEDGER = tmp_path / "destroyed.jsonl"
    return tmp_path


def taken(folder: Path) -> Path:
    path = folder / "one.backup"
    make_backup(path)
    return path


def emptied() -> None:
    """Nothing in the database, and no file in a folder."""
    call_command("flush", interactive=False, verbosity=0)
    for name in ("evidence", "reports"):
        for path in Path(storages[name].path("")).rglob("*"):
            if path.is_file():
                path.unlink()


def restored(path: Path, *options: str) -> dict:
    out = io.StringIO()
    call_command("restore", path, "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def test_an_installation_comes_back_and_what_had_ended_stays_so(folders):
    scene = world.make()
    path, before = taken(folders), all_rows()
    emptied()
    said = restored(path)
    after = all_rows()
    assert said["sound"]
    assert (said["suspended"], said["invitations"]) == (2, 1)
    assert not ReaderGrant.objects.live().exists()
    assert not Invitation.objects.open().exists()
    assert not Letter.objects.exists()
    assert after["sessions.Session"] == []
    for label in ("accounts.User", "accounts.HouseStyle", "evidence.PendingImport"):
        assert after[label] == before[label] != [], label
    assert verify_chain().sound
    # The portal goes on where it was: with numbers of rows that nobody has had.
    item = make_item(scene.portfolio, number=199)
    make_version(item)
    assert item.pk > max(json.loads(row)["id"] for row in before["evidence.EvidenceItem"])


def test_a_number_that_was_handed_out_and_removed_is_not_handed_out_again(folders):
    portfolio = make_portfolio()
    make_item(portfolio, number=101)
    last = make_item(portfolio, number=102)
    EvidenceItem.objects.filter(pk=last.pk).delete()
    path = taken(folders)
    emptied()
    restored(path)
    assert make_item(portfolio, number=103).pk == last.pk + 1


def test_where_there_is_something_it_is_refused_and_told_what_would_be_lost(folders, monkeypatch):
    version = make_version(make_item(make_portfolio(), number=101))
    path = taken(folders)
    EvidenceItem.objects.update(title="Changed since")
    with pytest.raises(CommandError, match=r"1 evidence items, 1 versions.*--replace"):
        restored(path)
    monkeypatch.setattr("sys.stdin", io.StringIO("no\n"))
    with pytest.raises(CommandError, match="Nothing was touched"):
        restored(path, "--replace")
    assert EvidenceItem.objects.get().title == "Changed since"
    assert storages["evidence"].exists(version.storage_key)


@pytest.mark.long
def test_an_older_backup_replaces_what_is_there_and_is_brought_up_to_date(folders):
    make_version(make_item(make_portfolio(), number=101, title="As it was"))
    parts = dict(members(taken(folders).read_bytes()))
    older = folders / "older.backup"
    older.write_bytes(forged(list(as_of(parts, ("evidence", "0015_suspended_access")).items())))
    EvidenceItem.objects.update(title="Changed since")
    stray = storages["evidence"].save("ab/of-a-later-day", ContentFile(b"later"))
    said = restored(older, "--replace", "--yes")
    assert said["sound"]
    assert EvidenceItem.objects.get().title == "As it was"
    assert not storages["evidence"].exists(stray)
    with pytest.raises(Exception, match="can be added to only"), transaction.atomic():
        HistoryEntry.objects.update(verb="forged")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM evidence_title_index")
        assert cursor.fetchone()[0] == 1


def test_files_that_belong_to_nothing_in_the_backup_are_not_mixed_with_it(folders):
    make_version(make_item(make_portfolio(), number=101))
    path = taken(folders)
    emptied()
    storages["reports"].save("ab/somebody-elses", ContentFile(b"theirs"))
    with pytest.raises(CommandError, match="1 stored files"):
        restored(path)
    assert not EvidenceItem.objects.exists()
    assert storages["reports"].exists("ab/somebody-elses")


class Killed(BaseException):
    """As if the process ended here."""


@pytest.mark.parametrize(
    "moment", ["3 files", "Loading accounts.User", "Loading evidence.Snapshot"]
)
def test_cut_off_on_the_way_it_has_changed_no_table_and_works_again(folders, moment):
    portfolio = make_portfolio()
    for number in range(101, 105):
        make_version(make_item(portfolio, number=number))
    path = taken(folders)
    emptied()

    def say(words: str) -> None:
        if words == moment:
            raise Killed

    with path.open("rb") as file, pytest.raises(Killed):
        restore_backup(check_backup(file), say=say)
    assert not EvidenceItem.objects.exists()
    files = [path for path in (folders / "evidence").rglob("*") if path.is_file()]
    assert len(files) == (2 if moment == "3 files" else 0)
    for half in files[:1]:  # cut off while a file was written, as well
        half.write_bytes(b"half")
    assert restored(path)["sound"]
    assert EvidenceVersion.objects.count() == 4


def test_cut_off_while_it_is_made_there_is_no_file_of_its_name(folders):
    make_version(make_item(make_portfolio(), number=101))
    path = folders / "cut.backup"
    path.write_bytes(b"yesterday's")

    def say(words: str) -> None:
        if words == "1 files":
            raise Killed

    with suppress(Killed):
        make_backup(path, say)
    assert path.read_bytes() == b"yesterday's"
    assert [each.name for each in folders.iterdir() if "cut" in each.name] == ["cut.backup"]
    make_backup(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_was_destroyed_since_is_destroyed_again(folders, settings):
    portfolio = make_portfolio()
    kept, gone, elsewhere = [
        make_version(make_item(portfolio, number=number)) for number in (101, 102, 103)
    ]
    path = taken(folders)
    destroy(gone)
    list_of_this_machine = settings.DESTRUCTION_LEDGER.read_bytes()
    settings.DESTRUCTION_LEDGER = folders / "elsewhere.jsonl"
    destroy(elsewhere)
    settings.DESTRUCTION_LEDGER = folders / "destroyed.jsonl"
    assert settings.DESTRUCTION_LEDGER.read_bytes() == list_of_this_machine
    emptied()
    said = restored(path, "--destroyed", str(folders / "elsewhere.jsonl"))
    assert said["sound"]
    assert said["destroyed"] == 2
    assert not storages["evidence"].exists(gone.storage_key)
    assert not storages["evidence"].exists(elsewhere.storage_key)
    assert storages["evidence"].exists(kept.storage_key)
    assert EvidenceVersion.objects.filter(destroyed_at__isnull=False).count() == 2
    assert {line.version for line in read_ledger()} == {str(gone.uuid), str(elsewhere.uuid)}


def test_whoever_was_erased_since_is_erased_again(folders):
    scene = world.make()
    path = taken(folders)
    name, address, by = scene.officer.name, scene.officer.email, make_user(Role.ADMINISTRATOR)
    with transaction.atomic():
        erase_person(user=scene.officer, by=by, reason="They asked for it")
    assert name not in (folders / "destroyed.jsonl").read_text()
    emptied()
    said = restored(path)
    assert (said["sound"], said["erased"]) == (True, 1)
    person = User.objects.get(pk=scene.officer.pk)
    assert person.erased_at is not None
    assert name not in str(all_rows())
    assert address not in str(all_rows())
    told = HistoryEntry.objects.get(verb="accounts.person_erased")
    assert (told.actor_id, told.person_id) == (None, person.pk)
    again = restored(path, "--replace", "--yes")
    assert (again["sound"], again["erased"]) == (True, 1)


def test_somebody_else_who_has_the_number_of_the_erased_here_stays(folders):
    scene = world.make()
    with (folders / "destroyed.jsonl").open("w") as list_of_another_database:
        line = {"what": "erased", "number": scene.officer.pk, "since": "2020-01-01T00:00:00+00:00"}
        list_of_another_database.write(json.dumps(line | {"at": "2026-01-01T00:00:00+00:00"}))
    path = taken(folders)
    emptied()
    assert restored(path)["erased"] == 0
    assert User.objects.get(pk=scene.officer.pk).name == scene.officer.name


def test_texts_deleted_by_retention_since_are_deleted_again(folders):
    done = make_completed(make_portfolio())
    ElementAssessment.objects.filter(assessment=done).update(finding="Met with Mrs Quokka")
    file = make_issue(done, "pack")
    path, manager = taken(folders), make_user()
    with transaction.atomic():
        dispose_of_documents(ReportFile.objects.all(), reason="By rule", by=manager)
        empty_assessment(assessment=done, rule="2 full cycles", by=manager)
    emptied()
    said = restored(path)
    assert (said["sound"], said["emptied"]) == (True, 1)
    done = Assessment.objects.get(pk=done.pk)
    # Who deleted them came after the backup: the list knows a number, the database nobody.
    assert (done.disposed_rule, done.disposed_by) == ("2 full cycles", None)
    assert "Quokka" not in str(all_rows()["assessments.ElementAssessment"])
    assert not storages["reports"].exists(file.storage_key)
    assert HistoryEntry.objects.filter(verb="assessments.disposed_again").count() == 1


def test_what_a_kill_kept_off_the_list_is_put_on_it_by_the_worker(folders):
    scene, by = world.make(), make_user(Role.ADMINISTRATOR)
    with transaction.atomic():
        erase_person(user=scene.officer, by=by)
    (folders / "destroyed.jsonl").unlink()
    assert note_missing() == 1
    assert [line.number for line in read_all()] == [scene.officer.pk]
    assert note_missing() == 0


def destroy(version: EvidenceVersion) -> None:
    with transaction.atomic():
        destroy_by_rule(
            versions=[version], rule="Retention", reason="Its time is over", by=make_user()
        )


def test_a_file_destroyed_while_the_backup_is_made_is_said_and_stays_destroyed(folders):
    portfolio = make_portfolio()
    make_version(make_item(portfolio, number=101))
    version = make_version(make_item(portfolio, number=102))

    def say(words: str) -> None:
        if words == "1 files":
            destroy(version)

    made = make_backup(folders / "one.backup", say)
    assert [gone.why for gone in made.gone] == ["destroyed"]
    assert made.faults == []
    emptied()
    (folders / "destroyed.jsonl").unlink()
    assert restored(folders / "one.backup")["sound"]
    assert [each.is_destroyed for each in EvidenceVersion.objects.order_by("pk")] == [False, True]


def test_what_use_took_away_while_the_backup_is_made_is_not_named_by_it(folders):
    portfolio = make_portfolio()
    make_version(make_item(portfolio, number=101))
    dropped = make_dropped_file(portfolio)

    def say(words: str) -> None:
        if words == "1 files":
            IntakeFile.objects.filter(pk=dropped.pk).delete()
            storages["evidence"].delete(str(dropped.storage_key))

    made = make_backup(folders / "one.backup", say)
    assert [gone.why for gone in made.gone] == ["removed"]
    emptied()
    assert restored(folders / "one.backup")["sound"]
    assert not IntakeFile.objects.exists()


def test_a_damaged_portal_can_be_backed_up_and_is_told_so(folders):
    good, lost, changed = [
        make_version(make_item(make_portfolio(), number=number)) for number in (101, 102, 103)
    ]
    storages["evidence"].delete(lost.storage_key)
    Path(storages["evidence"].path(changed.storage_key)).write_bytes(b"another")
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("backup", folders / "one.backup", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert not said["sound"]
    assert len(said["faults"]) == 2
    emptied()
    with pytest.raises(SystemExit):
        restored(folders / "one.backup")
    assert storages["evidence"].exists(good.storage_key)
