"""Each printed document: how long it takes beside WeasyPrint alone, with what, and how large it is.

WeasyPrint alone is what its manual says, for the same markup with the same pictures, fonts and
stylesheets. Both are done in turn in the same process; the ratio is that of the processor's
work, so that whatever else the machine does is in neither.
"""

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from typing import NamedTuple

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from weasyprint import HTML

from accounts.enums import Role
from assessments.reports.actions import ask_for_report
from assessments.reports.document import paper_html, pictures_of
from assessments.reports.fulfil import fulfil
from assessments.reports.kinds import KINDS, Kind
from assessments.reports.make import make
from assessments.reports.pdf import OwnFilesOnly
from assessments.reports.subject import Subject
from tests.builders.people import make_user, sign_in

from .case import Case, Do, Figure, measure
from .visits import afresh, make_visit

STATEMENTS, RATIO, SERVED = 15, 1.2, 50


def figures(database: str, times: int, only: str, rounds: int) -> Iterator[Figure]:
    """Every figure of every printed document at that size."""
    printed = [kind for kind in KINDS.values() if kind.paper and only in name_of(kind, "")]
    if not printed:
        return
    subject = make_visit(times)
    elements = subject.assessment.elements.count()
    figure = partial(figure_of, database, elements)
    for kind in printed:
        yield from _of(kind, subject, figure, rounds or (3 if times == 1 else 1))
    if times == 1:
        served = Case("document already made, served", _served, bound=SERVED, rounds=40)
        yield measure(served, subject, database=database, rounds=rounds and rounds * 10)


def name_of(kind: Kind, what: str) -> str:
    return f"document {kind.code}: {what}"


def _of(
    kind: Kind, subject: Subject, figure: Callable[..., Figure], rounds: int
) -> Iterator[Figure]:
    fresh = afresh(subject)
    with CaptureQueriesContext(connection) as asked:
        content = kind.build(fresh)
    yield figure(name_of(kind, "statements"), [len(asked)], "", STATEMENTS)
    assert kind.paper
    html, pictures = paper_html(content, kind.paper), pictures_of(content, kind.paper)
    alone, whole = [], []
    for _round in range(rounds):
        alone.append(timed(lambda: _alone(html, pictures)))
        whole.append(timed(lambda: _made(kind, subject)))
    yield figure(name_of(kind, "from database to file"), [each.wall for each in whole], "ms")
    yield figure(name_of(kind, "WeasyPrint alone"), [each.wall for each in alone], "ms")
    ratios = [both.work / one.work for both, one in zip(whole, alone, strict=True)]
    yield figure(name_of(kind, "times WeasyPrint alone"), ratios, "×", RATIO)
    said = _by_itself(kind, subject)
    yield figure(name_of(kind, "pages"), [said["pages"]], "")
    yield figure(name_of(kind, "peak memory"), [said["megabytes"]], "MB")


def _alone(html: str, pictures: dict[str, str | bytes]) -> None:
    fetcher = OwnFilesOnly(pictures)
    HTML(string=html, url_fetcher=fetcher).write_pdf(BytesIO(), pdf_variant="pdf/ua-1")
    assert not fetcher.refused


def _made(kind: Kind, subject: Subject) -> None:
    make(afresh(subject), kind.code).file.close()


class _Taken(NamedTuple):
    """Milliseconds by the clock, and of the processor's work, which other processes leave alone."""

    wall: float
    work: float


def timed(do: Callable[[], None]) -> _Taken:
    """What doing it takes, with the garbage of before gone."""
    gc.collect()
    began, worked = time.perf_counter(), time.process_time()
    do()
    return _Taken((time.perf_counter() - began) * 1_000, (time.process_time() - worked) * 1_000)


def figure_of(
    database: str, items: int, name: str, found: list[float], unit: str, bound: float | None = None
) -> Figure:
    """What was found, as a figure in that unit."""
    found = sorted(found)
    middle = found[len(found) // 2]
    return Figure(
        name=name,
        database=database,
        items=items,
        runs=len(found),
        median=round(middle, 2),
        p95=round(found[-1], 2),
        bound=bound,
        unit=unit,
    )


def _by_itself(kind: Kind, subject: Subject) -> dict[str, float]:
    """The same in a process that does nothing else."""
    before = subject.compared_with
    numbers = [str(each.pk) for each in (subject.assessment, before) if each]
    command = [sys.executable, "-m", "bench.one_document", kind.code, *numbers]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def _served(subject: Subject) -> list[Do]:
    """The file as the browser gets it, by the page's own view."""
    manager = make_user(Role.MANAGER, subject.assessment.portfolio.service)
    file = ask_for_report(subject=afresh(subject), report="summary", by=manager)
    fulfil(file)
    client = sign_in(Client(), manager)
    portfolio = subject.assessment.portfolio
    base = f"/services/{portfolio.service.slug}/{portfolio.standard.slug}/documents"

    def served() -> None:
        answer = client.get(f"{base}/made/{file.uuid}/file/")
        body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert body.startswith(b"%PDF")

    return [served]
