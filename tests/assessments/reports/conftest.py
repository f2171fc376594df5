"""Documents that many tests look at, made once."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from assessments.reports.document import paper_html, paper_pdf
from assessments.reports.kinds import KINDS
from tests.builders.papers import style_of
from tests.builders.visits import make_visited

PRINTED = [kind.code for kind in KINDS.values() if kind.paper]


@dataclass(frozen=True)
class Printed:
    """A document as it was given to the renderer, and as it came back."""

    html: str
    pdf: bytes


@pytest.fixture(scope="session")
def printed(django_db_setup, django_db_blocker) -> Iterator[dict[str, Printed]]:
    """Every printed document about one visit, by its code."""
    with django_db_blocker.unblock(), transaction.atomic():
        subject = make_visited()
        contents = {code: KINDS[code].build(subject) for code in PRINTED}
        transaction.set_rollback(True)
    yield {
        code: Printed(paper_html(content, style_of(code)), paper_pdf(content, style_of(code)))
        for code, content in contents.items()
    }
