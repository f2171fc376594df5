"""A version destroyed by two named people: what goes, what stays, and who may."""

from threading import Barrier, Thread

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, connection, connections, transaction

from accounts.enums import Role
from accounts.models import HistoryEntry, HistoryText, Letter
from evidence.actions import (
    NoOriginal,
    NotDestroyed,
    agree_to_destruction,
    ask_destruction,
    refuse_destruction,
    set_hold,
    withdraw_destruction,
)
from evidence.custody import check_custody
from evidence.destruction import deed, lines
from evidence.destruction.ledger import complete_interrupted, destroy_again, read_ledger
from evidence.enums import AskedAs
from evidence.intake.keys import stored_keys
from evidence.models import Destruction, EvidenceVersion, PageOfWords
from evidence.search.index import find
from evidence.search.reading import read_version
from tests.builders.evidence import (
    make_destroyed,
    make_destruction,
    make_item,
    make_picture,
    make_redacted,
    make_version,
)
from tests.builders.people import make_user, sign_in
from tests.builders.records import make_disclosure

pytestmark = pytest.mark.django_db

MARKER = "quokkazebrine"
TEXT = f"Complaint of {MARKER}, who lives by the pier.".encode()


@pytest.fixture
def governance(portfolio):
    return make_user(Role.GOVERNANCE, portfolio.service.organisation)


@pytest.fixture
def manager(portfolio):
    return make_user(Role.MANAGER, portfolio.service)


@pytest.fixture
def version(portfolio, stored_files):
    return make_version(make_item(portfolio), TEXT, "quokkazebrine.txt")


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def verbs():
    return list(HistoryEntry.objects.order_by("sequence").values_list("verb", flat=True))


def test_the_bytes_go_and_a_tombstone_stays(version, governance, manager, on_commit):
    before = (version.number, version.sha256, version.size, version.media_type, version.created_at)
    with on_commit():
        asked = make_destruction(version, governance)
    assert storages["evidence"].exists(version.storage_key)
    with on_commit():
        agree_to_destruction(destruction=asked, by=manager)
    version.refresh_from_db()
    assert not storages["evidence"].exists(version.storage_key)
    assert (version.is_destroyed, version.is_readable) == (True, False)
    assert (version.file_name, version.note, version.address) == ("", "", "")
    assert version.trouble.endswith(": It names a resident")
    after = (version.number, version.sha256, version.size, version.media_type, version.created_at)
    assert after == before
    done = Destruction.objects.get()
    assert (done.asked_by, done.agreed_by) == (governance, manager)
    assert done.bytes_gone_at
    assert verbs()[-2:] == ["evidence.destruction_asked", "evidence.destroyed"]
    last = HistoryText.objects.latest("entry_sequence")
    assert (last.words["sha256"], last.words["numbers"]) == (version.sha256, [1])


def test_what_was_destroyed_is_not_offered_for_disclosure(client, portfolio, version, governance):
    make_disclosure(portfolio.service.organisation, governance)
    base = f"/services/{portfolio.service.slug}/{portfolio.standard.slug}"
    page = f"{base}/evidence/{version.item.code}/"
    sign_in(client, governance)
    assert "Version to disclose" in client.get(page).text
    make_destroyed(version, asks=governance)
    assert "Version to disclose" not in client.get(page).text


def test_whoever_asked_cannot_agree_as_well(version, governance):
    asked = make_destruction(version, governance)
    with pytest.raises(NotDestroyed, match="A second person has to agree"):
        agree_to_destruction(destruction=asked, by=governance)
    with pytest.raises(IntegrityError, match="destruction_by_two_people"), transaction.atomic():
        Destruction.objects.filter(pk=asked.pk).update(
            agreed_by=governance, agreed_at=asked.asked_at
        )
    assert EvidenceVersion.objects.get().file_name == "quokkazebrine.txt"


def test_one_request_waits_at_a_time(version, governance):
    make_destruction(version, governance)
    with pytest.raises(NotDestroyed, match="waits for the second person already"):
        make_destruction(version, make_user())
    with pytest.raises(IntegrityError), transaction.atomic():
        Destruction.objects.create(version=version, reason="x", authority="y", asked_by=governance)


def test_refused_and_taken_back_leave_everything_as_it_was(version, governance, manager):
    first = make_destruction(version, governance)
    refuse_destruction(destruction=first, reason="It is needed for the appeal", by=manager)
    second = make_destruction(version, governance)
    withdraw_destruction(destruction=second, by=governance)
    for decided in (first, second):
        with pytest.raises(NotDestroyed, match="in the meantime"):
            agree_to_destruction(destruction=decided, by=manager)
    version.refresh_from_db()
    assert version.is_readable
    assert verbs()[-4:] == [
        "evidence.destruction_asked",
        "evidence.destruction_refused",
        "evidence.destruction_asked",
        "evidence.destruction_withdrawn",
    ]


def test_a_hold_stops_it_at_the_first_and_at_the_second_person(version, governance, manager):
    asked = make_destruction(version, governance)
    set_hold(
        organisation=version.item.organisation,
        item=version.item,
        reason="Tribunal 12/2026",
        by=governance,
    )
    with pytest.raises(NotDestroyed, match="Tribunal 12/2026"):
        agree_to_destruction(destruction=asked, by=manager)
    withdraw_destruction(destruction=asked, by=governance)
    with pytest.raises(NotDestroyed, match="on hold"):
        make_destruction(version, governance)


def test_the_redacted_copy_is_kept_where_that_was_asked(portfolio, governance, manager):
    version = make_version(make_item(portfolio))
    copy, picture = make_redacted(version), make_picture(version)
    [asked] = ask_destruction(
        version=version, reason="Names", authority="IG-1", keeps_redacted=True, by=governance
    )
    agree_to_destruction(destruction=asked, by=manager)
    copy.refresh_from_db()
    picture.refresh_from_db()
    assert (copy.is_destroyed, picture.is_destroyed) == (False, True)


def test_without_that_wish_all_that_accompanies_it_goes(portfolio, governance, manager):
    version = make_version(make_item(portfolio))
    copy, picture = make_redacted(version), make_picture(version)
    make_destroyed(version, asks=governance, agrees=manager)
    gone = EvidenceVersion.objects.filter(destroyed_at__isnull=False)
    assert {each.pk for each in gone} == {version.pk, copy.pk, picture.pk}
    assert len({line.version for line in read_ledger()} & {str(v.uuid) for v in gone}) == 3


def test_nothing_can_be_put_beside_what_was_destroyed(version, governance, manager):
    make_destroyed(version, asks=governance, agrees=manager)
    with pytest.raises(NoOriginal):
        make_redacted(version)


def test_the_second_person_and_whoever_asked_get_letters(version, governance, manager):
    asked = make_destruction(version, governance)
    assert [letter.to for letter in Letter.objects.all()] == [manager.email]
    refuse_destruction(destruction=asked, reason="Needed until June", by=manager)
    letter = Letter.objects.latest("pk")
    assert (letter.to, "Needed until June" in letter.body) == (governance.email, True)


def test_the_words_are_found_no_more(portfolio, version, governance, manager, on_commit):
    read_version(version.pk)
    assert find(portfolio, MARKER).by_item
    make_destroyed(version, asks=governance, agrees=manager)
    assert not find(portfolio, MARKER).by_item
    assert not PageOfWords.objects.exists()
    assert read_version(version.pk) is None


@pytest.mark.django_db(transaction=True)
def test_what_was_destroyed_is_nowhere_in_the_storage_nor_in_the_database(
    portfolio, stored_files, governance, manager
):
    """The bytes of the database's own files are looked at, not what it answers."""
    version = make_version(make_item(portfolio), TEXT, "letter.txt")
    read_version(version.pk)
    assert MARKER in PageOfWords.objects.get().words
    assert _in_database()
    make_destroyed(version, asks=governance, agrees=manager)
    assert not _in_database()
    assert not _in_storage()


def _in_storage():
    storage = storages["evidence"]
    return [key for key in stored_keys(storage) if MARKER.encode() in storage.open(key).read()]


def _in_database():
    """Whether the marker, or the root of it that the index keeps, lies in its files or rows."""
    root = MARKER[:-1].encode()
    if connection.vendor == "sqlite":
        path = connection.settings_dict["NAME"]
        found = b"".join(_bytes(f"{path}{end}") for end in ("", "-wal"))
        return root in found
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM evidence_pageofwords")
        rows = cursor.fetchall()
        cursor.execute("SELECT words::text FROM evidence_words_index")
        return any(MARKER[:-2] in str(row) for row in [*rows, *cursor.fetchall()])


def _bytes(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


def test_the_check_counts_it_and_finds_bytes_that_came_back(version, governance, manager):
    make_destroyed(version, asks=governance, agrees=manager)
    deed.finish_all()
    custody = check_custody()
    assert (custody.sound, custody.disposed, custody.checked) == (True, 1, 0)
    storages["evidence"].save(version.storage_key, ContentFile(TEXT))
    custody = check_custody()
    assert [found.code for found in custody.returned] == [version.item.code]
    assert not custody.sound


def test_a_manager_may_ask_and_information_governance_agrees(version, governance, manager):
    asked = make_destruction(version, manager)
    assert asked.asked_as == AskedAs.KEEPER
    assert [letter.to for letter in Letter.objects.all()] == [governance.email]
    assert governance.has_perm("evidence.decide_destruction", asked)
    assert not manager.has_perm("evidence.decide_destruction", asked)
    done = agree_to_destruction(destruction=asked, by=governance)
    assert (done.asked_by, done.agreed_by) == (manager, governance)


def test_two_managers_or_two_of_governance_are_not_the_two_people(version, governance, manager):
    item = version.item
    second = make_user(Role.MANAGER, item.service)
    asked = make_destruction(version, manager)
    assert not second.has_perm("evidence.decide_destruction", asked)
    withdraw_destruction(destruction=asked, by=manager)
    asked = make_destruction(version, governance)
    colleague = make_user(Role.GOVERNANCE, item.organisation)
    assert not colleague.has_perm("evidence.decide_destruction", asked)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_agree_at_the_same_moment_one_destroys_it_and_the_other_is_told(
    version, governance, manager
):
    asked = make_destruction(version, governance)
    other = make_user(Role.MANAGER, version.item.service)
    told, start = [], Barrier(2)

    def agree(person):
        start.wait(30)
        try:
            agree_to_destruction(destruction=asked, by=person)
            told.append("done")
        except NotDestroyed as late:
            told.append(str(late))
        finally:
            connections.close_all()

    threads = [Thread(target=agree, args=(person,)) for person in (manager, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(told) == ["It was decided or withdrawn in the meantime.", "done"]
    assert verbs().count("evidence.destroyed") == 1
    assert [line.version for line in read_ledger()].count(str(version.uuid)) == 1
    assert Destruction.objects.get().agreed_by in (manager, other)
    custody = check_custody()
    assert (custody.sound, custody.disposed) == (True, 1)


class Killed(BaseException):
    pass


def killed(*_args, **_kwargs):
    raise Killed


@pytest.mark.django_db(transaction=True)
def test_killed_after_the_list_and_before_the_database_it_is_done_by_the_next_look(
    monkeypatch, version, governance, manager
):
    asked = make_destruction(version, governance)
    real = deed.append

    def append_and_die(*args):
        real(*args)
        raise Killed

    monkeypatch.setattr(deed, "append", append_and_die)
    with pytest.raises(Killed):
        agree_to_destruction(destruction=asked, by=manager)
    version.refresh_from_db()
    assert version.is_readable
    monkeypatch.undo()
    assert complete_interrupted() == 1
    version.refresh_from_db()
    done = Destruction.objects.get()
    assert version.is_destroyed
    assert (done.asked_by, done.agreed_by) == (governance, manager)
    assert not storages["evidence"].exists(version.storage_key)


@pytest.mark.django_db(transaction=True)
def test_a_request_whose_agreement_was_killed_can_still_be_refused(
    monkeypatch, version, governance, manager
):
    asked = make_destruction(version, governance)
    real = deed.append
    monkeypatch.setattr(deed, "append", lambda *args: (real(*args), killed()))
    with pytest.raises(Killed):
        agree_to_destruction(destruction=asked, by=manager)
    refuse_destruction(destruction=asked, reason="After all not", by=manager)
    assert str(version.uuid) not in {line.version for line in read_ledger()}


@pytest.mark.django_db(transaction=True)
def test_killed_before_the_bytes_go_the_worker_completes_it(
    monkeypatch, version, governance, manager
):
    asked = make_destruction(version, governance)
    monkeypatch.setattr(deed, "_let_go", killed)
    with pytest.raises(Killed):
        agree_to_destruction(destruction=asked, by=manager)
    monkeypatch.undo()
    version.refresh_from_db()
    assert version.is_destroyed
    assert storages["evidence"].exists(version.storage_key)
    assert [found.version for found in check_custody().returned] == [1]
    assert deed.finish_all() == 1
    assert not storages["evidence"].exists(version.storage_key)
    assert check_custody().sound
    assert deed.finish_all() == 0


def test_a_line_cut_short_is_passed_over_and_the_next_is_whole(tmp_path):
    place = tmp_path / "list.jsonl"
    line = _line("11111111-1111-1111-1111-111111111111")
    lines.append([line], place)
    with place.open("a") as file:
        file.write('{"version": "222')
    lines.append([_line("33333333-3333-3333-3333-333333333333")], place)
    assert [each.version[0] for each in read_ledger(place)] == ["1", "3"]
    assert read_ledger(tmp_path / "none") == []
    assert oct(place.stat().st_mode)[-3:] == "600"


def _line(version, sha256="0" * 64):
    return lines.Line(
        version=version,
        code="CSS1",
        number=1,
        sha256=sha256,
        size=1,
        storage_keys=("aa/aa",),
        at="2026-11-21T10:00:00+00:00",
        reason="Names",
        authority="IG-1",
    )


def test_a_restored_version_is_destroyed_again_once(version, governance, manager, on_commit):
    """As after a restore of a back-up made before: rows and bytes are there, and so is the list."""
    line = _line(str(version.uuid), version.sha256)
    other = _line("44444444-4444-4444-4444-444444444444")
    strange = _line(str(make_version(version.item).uuid))  # another file by that number
    with on_commit():
        assert destroy_again([line, other, strange]) == 1
    version.refresh_from_db()
    assert version.trouble == "Destroyed on 21 November 2026: Names"
    assert not storages["evidence"].exists(version.storage_key)
    assert verbs()[-1] == "evidence.destroyed_again"
    assert destroy_again([line]) == 0


def test_sqlite_overwrites_what_is_removed():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)
