"""A document that is made in no time, for tests of what happens around the making."""

from typing import Any, BinaryIO

import pytest

from assessments.reports.content import Paper
from assessments.reports.kinds import KINDS, Kind
from assessments.reports.progress import Progress


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Kind:
    """A kind of document like any other, but written as one line of text."""
    kind = Kind(
        "plain",
        "Plain statement",  # type: ignore[arg-type]
        "What it says in one line.",  # type: ignore[arg-type]
        build=KINDS["summary"].build,
        write=write_plainly,
        media_type="text/plain",
        suffix=".txt",
    )
    monkeypatch.setitem(KINDS, kind.code, kind)
    return kind


def write_plainly(content: Any, file: BinaryIO, progress: Progress) -> None:
    """The title and the outcome."""
    assert isinstance(content, Paper)
    progress("Writing the line", 1, 2)
    file.write(f"{content.title}: {content.outcome_sentence}\n".encode())
