"""Bytes are stored whole under a random key, or not at all."""

import hashlib
import os
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import transaction

from evidence.actions import add_version
from evidence.intake.refusal import Refused
from evidence.intake.store import open_stored, store
from evidence.models import EvidenceVersion
from tests.builders.evidence import make_item
from tests.builders.files import pdf, upload

pytestmark = pytest.mark.django_db


def test_a_stored_file_has_its_hash_size_and_kind_and_a_key_that_tells_nothing(stored_files):
    content = pdf("hello")
    with store(upload("Plan.exe", content)) as stored:
        pass
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert (stored.size, stored.media_type) == (len(content), "application/pdf")
    assert stored.name == "Plan.pdf" and "lan" not in stored.storage_key
    with open_stored(stored.storage_key) as file:
        assert file.read() == content
    assert stored_files() == 1


def test_whatever_fails_afterwards_leaves_no_bytes(stored_files):
    for problem in (RuntimeError, KeyboardInterrupt):
        with pytest.raises(problem), store(upload("a.pdf", pdf())):
            raise problem
    assert stored_files() == 0


def test_a_file_that_is_refused_is_never_stored(stored_files):
    with pytest.raises(Refused), store(upload("a.pdf", b"MZ")):
        pass
    assert stored_files() == 0


def test_half_a_file_does_not_stay_when_the_disk_is_full(stored_files, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"), store(upload("a.pdf", pdf())):
        pass
    assert stored_files() == 0


def test_bytes_that_a_version_names_stay_whatever_fails_after_it(portfolio, stored_files):
    item = make_item(portfolio)
    with pytest.raises(RuntimeError), store(upload("a.pdf", pdf())) as stored:
        add_version(item=item, file=stored, by=None)
        raise RuntimeError
    version = EvidenceVersion.objects.get()
    assert Path(storages["evidence"].path(version.storage_key)).exists()


def test_bytes_go_when_the_transaction_that_named_them_is_undone(portfolio, stored_files):
    item = make_item(portfolio)
    with (
        pytest.raises(RuntimeError),
        store(upload("a.pdf", pdf())) as stored,
        transaction.atomic(),
    ):
        add_version(item=item, file=stored, by=None)
        raise RuntimeError
    assert stored_files() == 0 and not EvidenceVersion.objects.exists()
