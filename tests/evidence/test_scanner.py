"""Files are shown to the virus scanner before anybody reads them, and never waved through."""

import getpass
import hashlib
import shutil
import subprocess
import time

import pytest
from django.core.management import call_command

from accounts.models import HistoryEntry
from evidence.enums import Scan
from evidence.models import EvidenceItem, EvidenceVersion
from tests.builders.evidence import make_item, make_version
from tests.builders.files import office, pdf, upload, zipped

pytestmark = pytest.mark.django_db

JSON = {"headers": {"accept": "application/json"}}
# In two parts, so that no scanner takes this file for what it tests.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CONFIGURATION = """\
LocalSocket {folder}/clamd.socket
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
User {user}
Foreground yes
StreamMaxLength 200M
MaxThreads 2
"""
SIGNATURES = "{hash}:{size}:Eicar-Test-Signature\n"


@pytest.fixture(scope="module")
def clamd(tmp_path_factory):
    """The address of a real clamd that knows one virus, which is none."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if not program:
        pytest.skip("clamd is not installed: sudo apt-get install clamav-daemon")
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "signatures").mkdir()
    known = SIGNATURES.format(hash=hashlib.md5(EICAR).hexdigest(), size=len(EICAR))
    (folder / "signatures" / "test.hdb").write_text(known)
    configuration = folder / "clamd.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, user=getpass.getuser()))
    running = subprocess.Popen(
        [program, "--config-file", str(configuration)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = folder / "clamd.socket"
    for _wait in range(300):
        if address.exists() or running.poll() is not None:
            break
        time.sleep(0.1)
    yield str(address)
    running.terminate()
    running.wait(30)


@pytest.fixture
def unreachable(settings, tmp_path):
    settings.CLAMD_ADDRESS = str(tmp_path / "nothing.socket")


@pytest.fixture
def address(base, team):
    return f"{base}/elements/1.1.1/evidence/add"


def test_what_the_scanner_knows_is_clean_is_kept_and_read(
    settings, clamd, as_officer, address, stored_files
):
    settings.CLAMD_ADDRESS = clamd
    assert as_officer.post(address, {"files": upload("a.pdf", pdf())}, **JSON).status_code == 201
    version = EvidenceVersion.objects.get()
    assert version.scan == Scan.CLEAN and stored_files() == 1
    assert as_officer.get(f"/files/{version.uuid}/").status_code == 200


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", EICAR),
        ("a.docx", office(further={"word/media/a.txt": EICAR})),
        ("a.zip", zipped({"a.docx": office(further={"word/media/a.txt": EICAR})})),
    ],
)
def test_a_virus_is_refused_also_inside_documents_and_archives(
    name, content, settings, clamd, as_officer, address, stored_files
):
    settings.CLAMD_ADDRESS = clamd
    response = as_officer.post(address, {"files": upload(name, content)}, **JSON)
    assert response.status_code == 422
    assert "virus scanner found something harmful" in response.json()["error"]
    assert stored_files() == 0 and not EvidenceItem.objects.exists()


def test_while_the_scanner_does_not_answer_nobody_reads_what_was_added(
    unreachable, as_officer, address, base, stored_files
):
    assert as_officer.post(address, {"files": upload("a.pdf", pdf())}, **JSON).status_code == 201
    version = EvidenceVersion.objects.get()
    assert version.scan == Scan.WAITING and stored_files() == 1
    for place in (f"/files/{version.uuid}/", f"/files/{version.uuid}/view/"):
        response = as_officer.get(place)
        assert response.status_code == 403
        assert "This file is being checked" in response.content.decode()
    page = as_officer.get(f"{base}/evidence/CSS401/").content.decode()
    assert "This file is being checked" in page
    assert f"/files/{version.uuid}/" not in page


def test_what_waited_is_read_once_the_scanner_has_found_it_clean(
    settings, clamd, unreachable, as_officer, portfolio, capsys
):
    version = make_version(make_item(portfolio))
    with pytest.raises(SystemExit):
        call_command("scan_waiting")
    assert "1 still waiting" in capsys.readouterr().out
    settings.CLAMD_ADDRESS = clamd
    call_command("scan_waiting")
    assert "1 clean, 0 infected, 0 still waiting." in capsys.readouterr().out
    assert as_officer.get(f"/files/{version.uuid}/").status_code == 200
    assert HistoryEntry.objects.filter(verb="evidence.found_clean").count() == 1


def test_what_waited_and_is_harmful_stays_closed_and_says_so(
    settings, clamd, unreachable, as_officer, portfolio, base
):
    item = make_item(portfolio)
    version = make_version(item, EICAR, "a.txt")
    settings.CLAMD_ADDRESS = clamd
    call_command("scan_waiting")
    response = as_officer.get(f"/files/{version.uuid}/")
    assert response.status_code == 403
    assert "found something harmful" in response.content.decode()
    page = as_officer.get(f"{base}/evidence/{item.code}/").content.decode()
    assert "found something harmful" in page and f"/files/{version.uuid}/" not in page


def test_taking_the_scanner_out_of_the_settings_releases_nothing(
    settings, unreachable, as_officer, portfolio
):
    version = make_version(make_item(portfolio))
    settings.CLAMD_ADDRESS = ""
    with pytest.raises(SystemExit):
        call_command("scan_waiting")
    assert as_officer.get(f"/files/{version.uuid}/").status_code == 403


@pytest.mark.parametrize("nonsense", ["nowhere", "127.0.0.1:1", "127.0.0.1:x"])
def test_an_address_that_leads_nowhere_makes_files_wait(nonsense, settings, portfolio):
    settings.CLAMD_ADDRESS = nonsense
    assert make_version(make_item(portfolio)).scan == Scan.WAITING
