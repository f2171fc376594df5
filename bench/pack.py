"""The evidence pack of twice 57 elements, whose files are there: statements and time."""

import hashlib
import os
from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.reports.kinds import KINDS
from assessments.reports.make import make
from assessments.reports.subject import Subject
from evidence.intake.storage import random_key
from evidence.models import EvidenceVersion

from .case import Figure
from .documents import figure_of, timed
from .visits import afresh, make_visit

STATEMENTS, TIMES, SIZE = 20, 2, 200_000
NAME = "evidence pack"


def figures(database: str, only: str, rounds: int) -> Iterator[Figure]:
    """Statements of what it says, and how long it takes from the database to the file."""
    if only not in f"{NAME}, statements" and only not in f"{NAME}, written":
        return
    subject = make_visit(TIMES)
    _store_files(subject)
    with CaptureQueriesContext(connection) as asked:
        KINDS["pack"].build(afresh(subject))
    count = [len(asked)]
    yield figure_of(database, 57 * TIMES, f"{NAME}, statements", count, "", STATEMENTS)
    times = [timed(lambda: _written(subject)).wall for _round in range(rounds or 3)]
    yield figure_of(database, 57 * TIMES, f"{NAME}, written", times, "ms")


def _written(subject: Subject) -> None:
    make(afresh(subject), "pack").file.close()


def _store_files(subject: Subject) -> None:
    """Bytes of its own for each version."""
    organisation = subject.assessment.portfolio.service.organisation
    for version in EvidenceVersion.objects.filter(item__organisation=organisation):
        data = os.urandom(SIZE)
        EvidenceVersion.objects.filter(pk=version.pk).update(
            storage_key=storages["evidence"].save(random_key(), ContentFile(data)),
            size=SIZE,
            sha256=hashlib.sha256(data).hexdigest(),
        )
