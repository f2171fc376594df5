"""The command that writes an evidence pack."""

from zipfile import ZipFile

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from evidence.models import Portfolio
from tests.builders.assessments import make_assessment, make_completed, make_submitted
from tests.builders.evidence import make_item, make_link, make_portfolio, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio() -> Portfolio:
    portfolio = make_portfolio()
    item = make_item(portfolio, "Complaints log", number=701)
    make_version(item, b"As submitted", "log.txt")
    make_link(portfolio, item)
    return portfolio


def export(portfolio: Portfolio, path) -> None:
    options = ("--standard", "small", "--format", "pack", "--output", path)
    call_command("export_portfolio", portfolio.service.slug, *options)


def evidence_in(path) -> list[bytes]:
    with ZipFile(path) as pack:
        return [pack.read(name) for name in pack.namelist() if name.endswith("log.txt")]


def test_without_an_assessment_it_says_what_to_do(portfolio, tmp_path):
    with pytest.raises(CommandError, match=r"has no assessment yet.*Open one"):
        export(portfolio, tmp_path / "pack.zip")
    assert list(tmp_path.iterdir()) == []


def test_it_is_about_the_open_assessment_else_the_latest(portfolio, tmp_path, capsys):
    make_completed(portfolio, label="Full assessment 2026")
    export(portfolio, tmp_path / "pack.zip")
    assert "Full assessment 2026, files: 1, left out: 0" in capsys.readouterr().out

    make_version(portfolio.links.get().item, b"As it is now", "log.txt")
    make_assessment(portfolio, label="Review 2027", kind="annual-review-1")
    export(portfolio, tmp_path / "next.zip")
    assert "Review 2027" in capsys.readouterr().out
    assert evidence_in(tmp_path / "pack.zip") == [b"As submitted"]
    assert evidence_in(tmp_path / "next.zip") == [b"As it is now"]


def test_a_refusal_names_the_file_and_leaves_the_pack_that_is_there(portfolio, tmp_path):
    path = tmp_path / "pack.zip"
    path.write_bytes(b"The pack of last year")
    make_submitted(portfolio)
    version = portfolio.links.get().item.versions.get()
    with open(storages["evidence"].path(version.storage_key), "wb") as file:
        file.write(b"Forged")

    with pytest.raises(CommandError, match="701, version 1, is not the one that was handed in"):
        export(portfolio, path)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [
        ("pack.zip", b"The pack of last year")
    ]


def test_a_place_that_cannot_be_written_is_said(portfolio, tmp_path):
    make_assessment(portfolio)

    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        export(portfolio, tmp_path / "nowhere" / "pack.zip")
