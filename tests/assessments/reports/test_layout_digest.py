"""A document made before its layout changed is not served again."""

from pathlib import Path

import pytest

from assessments.reports.document import layout_digest
from assessments.reports.make import digest_of
from tests.builders.report_content import make_summary_content


@pytest.fixture
def own_layout(settings, tmp_path: Path):
    for folder, name in (("templates/reports", "summary.html"), ("static/css", "summary.css")):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / name).write_text("as it is")
    settings.BASE_DIR = tmp_path
    layout_digest.cache_clear()
    yield tmp_path
    layout_digest.cache_clear()


def test_the_same_content_in_the_same_layout_is_the_same_document(own_layout: Path):
    content = make_summary_content()

    assert digest_of(content) == digest_of(content)


@pytest.mark.parametrize("file", ["templates/reports/summary.html", "static/css/summary.css"])
def test_a_changed_layout_makes_it_another_document(own_layout: Path, file: str):
    content = make_summary_content()
    before = digest_of(content)

    (own_layout / file).write_text("as it is now")
    layout_digest.cache_clear()

    assert digest_of(content) != before
