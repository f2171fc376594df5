"""Where a disk is full, neither a backup nor a restore leaves anything that looks whole."""

import io
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command

from evidence.models import EvidenceItem
from tests.builders.evidence import make_item, make_portfolio, make_version

from .test_restoring import emptied, folders, restored, taken

__all__ = ["folders"]
pytestmark = pytest.mark.django_db(transaction=True)
LARGE = b"all work " * 333_333


@contextmanager
def no_room_beyond(size: int) -> Iterator[None]:
    """No file of this process grows larger, as where a disk is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.any_database
def test_a_full_disk_leaves_the_backup_of_yesterday_and_nothing_beside_it(folders):
    make_version(make_item(make_portfolio(), number=101), LARGE, "film.txt")
    path = folders / "nightly" / "portal.backup"
    path.parent.mkdir()
    path.write_bytes(b"yesterday's")
    with no_room_beyond(2_000_000), pytest.raises(CommandError, match="could not be written"):
        call_command("backup", path)
    assert path.read_bytes() == b"yesterday's"
    assert list(path.parent.iterdir()) == [path]
    call_command("backup", path, stdout=io.StringIO())
    assert path.stat().st_size > len(LARGE)


@pytest.mark.any_database
@pytest.mark.parametrize("place", ["", "nowhere/portal.backup"])
def test_a_folder_in_its_place_or_none_around_it_is_said_in_one_line(folders, place):
    before = sorted(folders.iterdir())
    with pytest.raises(CommandError, match="could not be written"):
        call_command("backup", folders / place)
    assert sorted(folders.iterdir()) == before
    assert not list(folders.parent.glob(f".{folders.name}.*"))


def test_a_restore_without_room_has_changed_no_table_and_works_once_there_is(folders):
    make_version(make_item(make_portfolio(), number=101), LARGE, "film.txt")
    path = taken(folders)
    emptied()
    with no_room_beyond(2_500_000), pytest.raises(CommandError):
        restored(path)
    assert not EvidenceItem.objects.exists()
    assert restored(path)["sound"]
    assert EvidenceItem.objects.count() == 1
