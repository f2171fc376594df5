"""The files that the pages load."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage
from lxml import html

ROOT = Path(settings.BASE_DIR)
STATIC = ROOT / "static"


def test_every_file_can_be_given_a_lasting_name(tmp_path: Path) -> None:
    """A reference to a file that is not there would stop the manifest storage."""
    storage = ManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    source = FileSystemStorage(location=STATIC)
    paths = {}
    for path in STATIC.rglob("*"):
        if path.is_file():
            name = str(path.relative_to(STATIC))
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(path.read_bytes())
            paths[name] = (source, name)
    for _name, _hashed, outcome in storage.post_process(paths):
        assert not isinstance(outcome, Exception), outcome


def test_nothing_that_is_not_ours_to_ship_is_shipped() -> None:
    for path in (STATIC / "vendor").rglob("*.*"):
        if path.suffix in {".css", ".js"}:
            text = path.read_text()
            assert not re.search(r"GDS Transport|govuk-crest\.svg|sourceMappingURL", text)


def test_every_vendored_folder_has_its_licence() -> None:
    for folder in (STATIC / "vendor").iterdir():
        assert (folder / "LICENSE.txt").is_file()
    assert {path.name for path in (STATIC / "fonts").glob("OFL-*.txt")} == {
        "OFL-mono.txt",
        "OFL-next.txt",
    }


def test_no_template_carries_script_or_style_inline() -> None:
    """The content security policy would leave them without effect."""
    inline = re.compile(r"""\s(style|on[a-z]+)=["']|<style|<script(?![^>]*\ssrc=)""")
    for path in (ROOT / "templates").rglob("*.html"):
        found = inline.search(path.read_text())
        assert not found, f"{path}: {found and found.group()}"


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    from tests.look.gallery import write

    return write(tmp_path)


def test_pictures_named_in_pages_are_in_the_sprite(pages: list[Path]) -> None:
    known = set(re.findall(r'id="(i-[a-z]+)"', (STATIC / "img/icons.svg").read_text()))
    named = {name for page in pages for name in re.findall(r"icons\.svg#(i-[a-z]+)", read(page))}
    assert named
    assert named <= known


def test_a_page_has_one_name_one_main_and_headings_in_order(pages: list[Path]) -> None:
    for page in pages:
        tree = html.fromstring(read(page))
        assert len(tree.xpath("//h1")) == 1
        assert len(tree.xpath("//main")) == 1
        assert tree.xpath("//title")[0].text_content().endswith("CSE Portal")
    errors = html.fromstring(read(pages[-1]))
    assert errors.xpath("//title")[0].text_content().startswith("Error: ")


def read(page: Path) -> str:
    return page.read_text()
