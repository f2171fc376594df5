"""Requests for information: what is gathered, decided, signed off and handed over."""

import csv
import io
import zipfile
from hashlib import sha256
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.enums import Role
from accounts.models import HistoryEntry, HistoryText
from assessments.backup.aftermath import _forget_removed
from evidence.actions.disclosures import (
    NotPossible,
    ReferenceTaken,
    decide_entry,
    gather,
    leave_out,
    refuse_disclosure,
    reopen_disclosure,
)
from evidence.actions.releasing import release_disclosure
from evidence.custody import check_custody
from evidence.disclosures import copies_of
from evidence.disclosures.release import make_zip
from evidence.enums import Decision, Marking
from evidence.holds import holds_on_items
from evidence.intake.store import open_stored, store
from evidence.models import DisclosureEntry, DisclosureRelease
from tests.builders.evidence import make_item, make_portfolio, make_redacted, make_version
from tests.builders.files import pdf, upload
from tests.builders.people import make_user, sign_in
from tests.builders.records import (
    make_disclosure,
    make_entry,
    redact,
    release_whole,
    withhold,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(portfolio):
    return portfolio.service.organisation


@pytest.fixture
def governance(council):
    return make_user(Role.GOVERNANCE, council, name="Gillian Record")


@pytest.fixture
def request_in(council, governance):
    return make_disclosure(council, governance)


@pytest.fixture
def as_records(governance):
    return sign_in(Client(), governance)


@pytest.fixture
def base(council):
    return f"/organisations/{council.slug}/records"


def version_of(portfolio, title="Complaints", marking="", **fields):
    item = make_item(portfolio, title)
    if marking:
        item.marking = marking
        item.save()
    return make_version(item, **fields)


def files_in(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_two_requests_of_an_organisation_do_not_share_a_reference(council, governance):
    make_disclosure(council, governance, reference="FOI 1")
    with pytest.raises(ReferenceTaken):
        make_disclosure(council, governance, reference="FOI 1")
    make_disclosure(make_portfolio().service.organisation, reference="FOI 1")


def test_a_release_holds_what_was_decided_and_no_byte_of_what_was_not(portfolio, request_in):
    open_one = version_of(portfolio, "Opening hours", content=pdf("nine to five"))
    behind = version_of(portfolio, "=cmd()|survey", content=pdf("Jean Macdonald complained"))
    kept = version_of(portfolio, "Advice", content=pdf("privileged advice of counsel"))
    release_whole(make_entry(request_in, open_one))
    redact(make_entry(request_in, behind), pdf("somebody complained"))
    withhold(make_entry(request_in, kept), "section 36", "section 38")
    release = release_disclosure(
        disclosure=request_in, letter="Dear Morag", by=request_in.opened_by
    )
    content = take(release)
    assert sha256(content).hexdigest() == release.sha256
    files = files_in(content)
    code, other = open_one.item.code, behind.item.code
    assert set(files) == {
        f"files/001 {code} version 1.pdf",
        f"files/002 {other} version 1 redacted.pdf",
        "SHA256SUMS", "letter.txt", "schedule.css", "schedule.csv", "schedule.html",
    }  # fmt: skip
    for secret in (behind, kept):
        assert bytes_of(secret) not in content
        assert secret.storage_key.encode() not in content
    for digest, _space, path in (
        line.partition("  ") for line in files.pop("SHA256SUMS").decode().splitlines()
    ):
        assert sha256(files[path]).hexdigest() == digest
    rows = list(csv.reader(io.StringIO(files["schedule.csv"].decode("utf-8-sig"))))
    assert [row[4] for row in rows[1:]] == [
        "Released",
        "Released with parts redacted",
        "Withheld",
    ]
    assert rows[2][2] == "'=cmd()|survey"
    assert rows[3][5] == "section 36 Confidentiality; section 38 Personal information"
    assert rows[3][7:] == ["", ""]
    assert b"section 38 Personal information" in files["schedule.html"]
    assert files["letter.txt"] == b"Dear Morag"


def take(release):
    file, size, _sha256 = make_zip(release.content)
    with file:
        content = file.read()
    assert len(content) == size == release.size
    return content


def bytes_of(version):
    with open_stored(version.storage_key) as file:
        return file.read()


def test_the_names_of_a_release_can_be_unpacked_anywhere_and_name_nobody(portfolio, request_in):
    version = version_of(portfolio, name="CON Jean Macdonald: 2026?.pdf")
    release_whole(make_entry(request_in, version))
    release = release_disclosure(disclosure=request_in, letter="x", by=request_in.opened_by)
    paths = [each["path"] for each in release.content["files"]]
    assert paths == [f"files/001 {version.item.code} version 1.pdf"]


def test_what_is_marked_is_released_as_it_is_only_after_a_second_look(portfolio, request_in):
    entry = make_entry(request_in, version_of(portfolio, marking=Marking.OFFICIAL_SENSITIVE))
    with pytest.raises(NotPossible, match="OFFICIAL-SENSITIVE"):
        release_whole(entry)
    release_whole(entry, second_look="The names are public already")
    entry.refresh_from_db()
    assert entry.second_look == "The names are public already"
    with pytest.raises(IntegrityError), transaction.atomic():
        DisclosureEntry.objects.filter(pk=entry.pk).update(second_look="")


def test_what_was_marked_after_the_decision_is_not_released_unseen(portfolio, request_in):
    version = version_of(portfolio)
    release_whole(make_entry(request_in, version))
    version.item.marking = Marking.OFFICIAL_SENSITIVE
    version.item.save()
    with pytest.raises(NotPossible, match="since it was decided"):
        release_disclosure(disclosure=request_in, letter="x", by=request_in.opened_by)


def test_an_original_does_not_pass_as_its_own_redacted_copy(portfolio, request_in):
    version = version_of(portfolio, content=pdf("with names"))
    entry = make_entry(request_in, version)
    with pytest.raises(NotPossible, match="nothing was taken out"):
        redact(entry, pdf("with names"))


def test_withheld_and_redacted_take_an_exemption_of_that_law(portfolio, request_in):
    entry = make_entry(request_in, version_of(portfolio))
    for wrong in ((), ("section 99",), ("regulation 13",)):
        with pytest.raises(NotPossible):
            decide_entry(
                entry=entry, decision=Decision.WITHHELD, exemptions=wrong, by=request_in.opened_by
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        DisclosureEntry.objects.filter(pk=entry.pk).update(decision=Decision.WITHHELD)


def test_nothing_is_released_before_all_is_decided(portfolio, request_in):
    release_whole(make_entry(request_in, version_of(portfolio)))
    make_entry(request_in, version_of(portfolio))
    with pytest.raises(NotPossible, match="1 file is not decided"):
        release_disclosure(disclosure=request_in, letter="x", by=request_in.opened_by)
    assert not DisclosureRelease.objects.exists()


def test_what_is_decided_changes_no_more_until_it_is_opened_again(portfolio, request_in):
    by = request_in.opened_by
    entry = release_whole(make_entry(request_in, version_of(portfolio)))
    release_disclosure(disclosure=request_in, letter="x", by=by)
    for late in (
        lambda: withhold(entry),
        lambda: leave_out(entry=entry, by=by),
        lambda: gather(disclosure=request_in, versions=[version_of(portfolio)], by=by),
        lambda: refuse_disclosure(disclosure=request_in, outcome="No", by=by),
        lambda: release_disclosure(disclosure=request_in, letter="x", by=by),
    ):
        with pytest.raises(NotPossible):
            late()
    reopen_disclosure(disclosure=request_in, reason="The review said so", by=by)
    second = release_disclosure(disclosure=request_in, letter="y", by=by)
    assert second.number == 2
    assert request_in.releases.count() == 2


def test_what_belongs_elsewhere_or_cannot_be_read_is_not_gathered(portfolio, request_in):
    elsewhere = version_of(make_portfolio())
    waiting = version_of(portfolio)
    type(waiting).objects.filter(pk=waiting.pk).update(scan="waiting")
    waiting.refresh_from_db()
    copy = make_redacted(version_of(portfolio))
    for wrong in (elsewhere, waiting, copy):
        with pytest.raises(NotPossible):
            gather(disclosure=request_in, versions=[wrong], by=request_in.opened_by)


def test_what_is_asked_for_is_held_until_the_answer(portfolio, request_in):
    version = version_of(portfolio)
    release_whole(make_entry(request_in, version))
    [hold] = holds_on_items([version.item_id])[version.item_id]
    assert hold.reference == request_in.reference
    release_disclosure(disclosure=request_in, letter="x", by=request_in.opened_by)
    assert holds_on_items([version.item_id]) == {}


def test_copies_of_a_version_name_the_releases_that_handed_it_over(portfolio, request_in):
    whole, hidden = version_of(portfolio), version_of(portfolio)
    release_whole(make_entry(request_in, whole))
    redact(make_entry(request_in, hidden))
    release = release_disclosure(disclosure=request_in, letter="x", by=request_in.opened_by)
    assert len(copies_of(whole)) == 1
    assert release.file_name in copies_of(whole)[0]
    assert copies_of(hidden) == []


def test_redacted_copies_are_in_custody_and_go_when_they_are_replaced(
    portfolio, request_in, stored_files, django_capture_on_commit_callbacks
):
    entry = make_entry(request_in, version_of(portfolio))
    redact(entry)
    assert stored_files() == 2
    custody = check_custody()
    assert (custody.sound, custody.checked) == (True, 2)
    with django_capture_on_commit_callbacks(execute=True):
        redact(entry)
    assert stored_files() == 2
    with django_capture_on_commit_callbacks(execute=True):
        withhold(entry)
    assert stored_files() == 1
    assert check_custody().sound


def test_a_redacted_copy_that_was_altered_is_found(portfolio, request_in, settings):
    entry = redact(make_entry(request_in, version_of(portfolio)))
    with open(storages["evidence"].path(str(entry.storage_key)), "ab") as file:
        file.write(b"tampered")
    [finding] = check_custody().altered
    assert finding.code == entry.code


def test_a_copy_that_is_refused_leaves_no_bytes(portfolio, request_in, stored_files):
    entry = make_entry(request_in, version_of(portfolio, content=pdf("with names")))
    with (
        pytest.raises(NotPossible),
        store(upload("x.pdf", pdf("with names"))) as copy,
    ):
        decide_entry(
            entry=entry,
            decision=Decision.REDACTED,
            exemptions=["section 38"],
            copy=copy,
            by=request_in.opened_by,
        )
    assert stored_files() == 1


def test_the_history_tells_each_step_and_never_who_asked(portfolio, request_in):
    release_whole(make_entry(request_in, version_of(portfolio)))
    release = release_disclosure(disclosure=request_in, letter="x", by=request_in.opened_by)
    entries = HistoryEntry.objects.filter(verb__startswith="evidence.disclosure")
    assert [entry.verb.partition("_")[2] for entry in entries] == [
        "opened",
        "gathered",
        "decided",
        "released",
    ]
    words = [str(HistoryText.objects.get(pk=entry.pk).words) for entry in entries]
    assert release.sha256 in words[-1]
    assert not any("Morag" in said for said in words)


def test_governance_answers_a_request_from_the_search_to_the_zip(
    portfolio, as_records, base, django_capture_on_commit_callbacks
):
    version = version_of(portfolio, "Complaints of the north", content=pdf("with names"))
    said = {
        "law": "foisa",
        "reference": "FOI 2026/0148",
        "requester": "Morag Asker",
        "summary": "All complaints",
        "received_on": "2 November 2026",
    }
    page = as_records.post(f"{base}/disclosures/new/", said)
    address = page["Location"]
    number = address.rstrip("/").rpartition("/")[2]
    found = as_records.get(f"{base}/search/", {"words": "north"})
    assert str(version.uuid) in found.content.decode()
    ticked = {"disclosure": number, "version": [str(version.uuid)]}
    as_records.post(f"{base}/disclosures/add/", ticked)
    entry = DisclosureEntry.objects.get()
    decision = {
        "decision": "redacted",
        "exemptions": ["section 38"],
        "note": "Names of residents",
        "title": "Complaints",
        "copy": upload("copy.pdf", pdf("without names")),
    }
    done = as_records.post(f"{address}entries/{entry.pk}/", decision)
    assert done.status_code == 302, done.content.decode()
    copy = as_records.get(f"{address}entries/{entry.pk}/copy")
    assert copy.getvalue() == pdf("without names")
    check = as_records.get(f"{address}release/").content.decode()
    assert "Dear Morag Asker" in check
    refused = as_records.post(f"{address}release/", {"letter": "Dear Morag"})
    assert "Say that you have looked at every file" in refused.content.decode()
    as_records.post(f"{address}release/", {"letter": "Dear Morag", "signed": "on"})
    zipped = as_records.get(f"{address}releases/1/")
    assert zipped["Content-Disposition"].startswith("attachment")
    assert f"files/001 {version.item.code} version 1 redacted.pdf" in files_in(zipped.getvalue())
    assert "Gillian Record" in as_records.get(address).content.decode()
    for verb in ("evidence.disclosure_taken", "evidence.disclosure_copy_taken"):
        assert HistoryEntry.objects.filter(verb=verb).count() == 1


def test_a_release_whose_file_is_gone_says_so(portfolio, as_records, base, request_in):
    version = version_of(portfolio)
    release_whole(make_entry(request_in, version))
    release_disclosure(disclosure=request_in, letter="x", by=request_in.opened_by)
    storages["evidence"].delete(version.storage_key)
    answer = as_records.get(f"{base}/disclosures/{request_in.pk}/releases/1/")
    assert answer.status_code == 410
    assert "cannot be given out again" in answer.content.decode()


@pytest.mark.parametrize("size", [1, 12])
def test_the_list_and_a_request_take_as_many_statements_at_any_size(
    size, portfolio, council, governance, as_records, base, django_assert_num_queries
):
    for _number in range(size):
        request = make_disclosure(council, governance)
        for _file in range(size):
            make_entry(request, version_of(portfolio))
    refuse_disclosure(
        disclosure=make_disclosure(council, governance), outcome="Cost", by=governance
    )
    with django_assert_num_queries(8):
        as_records.get(f"{base}/disclosures/")
    with django_assert_num_queries(6):
        as_records.get(f"{base}/disclosures/{request.pk}/")


def test_a_copy_that_a_backup_could_not_take_is_to_be_decided_anew(portfolio, request_in):
    entry = redact(make_entry(request_in, version_of(portfolio)))
    restored = SimpleNamespace(gone={f"evidence/{entry.storage_key}": "removed"})
    assert _forget_removed(cast(Any, restored)) == 1
    entry.refresh_from_db()
    assert (entry.decision, entry.storage_key) == (Decision.OPEN, None)
