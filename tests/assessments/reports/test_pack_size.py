"""A pack is written file by file: memory does not grow with what is in it."""

import hashlib
import os
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages
from django.db import connection

from assessments.models import Assessment
from assessments.reports.kinds import KINDS
from assessments.reports.make import make
from assessments.reports.pack import build_pack, write_pack
from assessments.reports.pack.content import PackContent
from assessments.reports.subject import Subject
from evidence.models import EvidenceVersion, Portfolio
from tests.builders.assessments import make_submitted
from tests.builders.evidence import make_item, make_link, make_portfolio, make_version

from .issuing import read

MB = 1024 * 1024


@dataclass
class Memory:
    """The most that Python held while something was done, in bytes."""

    peak: int = 0


@contextmanager
def memory_of() -> Iterator[Memory]:
    memory = Memory()
    tracemalloc.start()
    try:
        yield memory
        memory.peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


class Nowhere:
    """A sink that cannot be gone back in, as a connection is; counts what it is given."""

    def __init__(self) -> None:
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held."""


@pytest.fixture
def content(db) -> PackContent:
    """Two hundred megabytes."""
    portfolio = make_portfolio()
    films(portfolio, 4, 50 * MB)
    return build_pack(Subject(read(make_submitted(portfolio))))


@pytest.mark.any_database
def test_two_hundred_megabytes_need_a_few_of_memory_to_write_and_to_keep(content, monkeypatch):
    sink = Nowhere()
    with memory_of() as of_writing:
        write_pack(content, sink)  # type: ignore[arg-type]
    assert sink.size > 200 * MB
    assert of_writing.peak < 12 * MB

    kind = KINDS["pack"]
    monkeypatch.setitem(KINDS, "pack", replace(kind, build=lambda subject: content))
    with memory_of() as of_keeping:
        made = make(Subject(Assessment.objects.get()), "pack")
        key = storages["reports"].save("pack", File(made.file))
        made.file.close()
    assert storages["reports"].size(key) == made.size > 200 * MB
    assert of_keeping.peak < 24 * MB
    storages["reports"].delete(key)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_two_gigabytes_are_packed_by_the_command_in_less_than_two_hundred_megabytes(tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("The command is given the file of the database.")
    portfolio = make_portfolio()
    films(portfolio, 11, 190 * MB)
    make_submitted(portfolio)
    archive = tmp_path / "pack.zip"
    peak = peak_of_a_process(
        "from django.core.management import call_command\n"
        f"call_command('export_portfolio', {portfolio.service.slug!r}, '--standard', 'small',"
        f" '--format', 'pack', '--output', {str(archive)!r}, verbosity=0)\n"
    )

    assert archive.stat().st_size > 2 * 1000 * MB
    assert peak < 200 * MB, f"{peak / MB:.0f} MB"
    with ZipFile(archive) as pack:
        assert pack.testzip() is None
    if shutil.which("unzip"):
        checked = subprocess.run(["unzip", "-tq", archive], capture_output=True)
        assert checked.returncode == 0


def films(portfolio: Portfolio, number: int, size: int) -> None:
    """Items with files of that size, most of them holes, so that the disk is not filled."""
    for at in range(number):
        item = make_item(portfolio, f"Film {at}")
        make_link(portfolio, item)
        version = make_version(item)
        path = Path(storages["evidence"].path(version.storage_key))
        os.truncate(path, size)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        EvidenceVersion.objects.filter(pk=version.pk).update(
            size=size, sha256=sha256, media_type="video/mp4", file_name="film.mp4"
        )


def peak_of_a_process(work: str) -> int:
    """The most memory that a process of its own had while it did this, in bytes."""
    lines = (
        "import django, re, sys",
        "django.setup()",
        work,
        "peak = re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]",
        "print(int(peak) * 1024)",
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cse_portal.settings.demo",
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "EVIDENCE_ROOT": str(storages["evidence"].location),  # type: ignore[attr-defined]
        "VAR_DIR": str(settings.SCRATCH / "apart"),
    }
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout.split()[-1])
