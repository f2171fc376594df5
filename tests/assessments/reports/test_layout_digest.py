"""A document made before its layout changed is not served again."""

from pathlib import Path

import pytest

from assessments.reports.document import layout_digest

OF_THE_LAYOUT = (
    "templates/reports/summary.html",
    "static/css/documents.css",
    "static/css/documents-draft.css",
    "static/fonts/fallback/faces.json",
    "static/fonts/fallback/a-face.woff2",
    "assessments/reports/pdf.py",
)


@pytest.fixture
def own_layout(settings, tmp_path: Path):
    for name in OF_THE_LAYOUT:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it is")
    settings.BASE_DIR = tmp_path
    layout_digest.cache_clear()
    yield tmp_path
    layout_digest.cache_clear()


def test_in_the_same_layout_it_is_the_same_document(own_layout: Path):
    before = layout_digest()
    layout_digest.cache_clear()

    assert layout_digest() == before


@pytest.mark.parametrize("file", OF_THE_LAYOUT)
def test_a_changed_layout_makes_it_another_document(own_layout: Path, file: str):
    before = layout_digest()

    (own_layout / file).write_text("as it is now")
    layout_digest.cache_clear()

    assert layout_digest() != before
