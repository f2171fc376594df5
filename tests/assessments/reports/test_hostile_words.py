"""Whatever people type into any field, each document is made, opens, and shows it as text.

Nothing they type makes the renderer read a file or call an address.
"""

import csv
import re
import socket
import time
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.html import escape
from lxml import html
from openpyxl import load_workbook

from accounts.models import HouseStyle
from assessments.models import Assessment
from assessments.reports.content import Improvement
from assessments.reports.document import paper_html
from assessments.reports.kinds import KINDS
from assessments.reports.progress import nobody
from assessments.reports.spreadsheets import as_csv, as_workbook
from assessments.reports.subject import Subject
from tests.builders.files import picture
from tests.builders.papers import pdf_of
from tests.builders.report_content import make_element_content, make_summary_content
from tests.builders.visits import make_visited

from .pdf_reader import attachments, fails_accessibility
from .pdf_reader import words as pdf_words
from .structure import Structure
from .test_lettering import WRITTEN

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

APPS = ("accounts", "criteria", "evidence", "assessments")
# What the portal itself writes, and what can only be written as a code.
NOT_TYPED = re.compile(
    r"^(.*code|.*kind|.*state|slug|.*prefix|letter|language|.*sha256|.*key|.*type|.*colour|part"
    r"|stage|report|problem|place|words|query|commentary_from|carried_from|password|.*token)$"
)
# Written by the portal alone, and by triggers protected against anything else.
NO_DOCUMENT = {"HistoryEntry", "HistoryText", "HistoryHead", "ReportFile", "Letter", "HeldForm"}
CANARY = "the canary sings in its cage"
# Of the processor's work.
SECONDS = 60


def free_fields() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Every field that somebody may write into, read from the models."""
    for model in (model for app in APPS for model in apps.get_app_config(app).get_models()):
        for field in model._meta.local_fields:
            if type(field) in (models.CharField, models.TextField) and not (
                field.choices or NOT_TYPED.search(field.name) or model.__name__ in NO_DOCUMENT
            ):
                yield model, field


def say_everywhere(text: str) -> None:
    """The text into every such field of every row, as much of it as the field holds; before it
    stands which field it is."""
    for model, field in free_fields():
        longest = field.max_length if isinstance(field, models.CharField) else None
        said = f"{token_of(model, field)} {text}"[:longest]
        rows = model._default_manager.all()
        try:
            with transaction.atomic():
                rows.update(**{field.name: said})
        except IntegrityError:  # a reason goes with what was done; a name is had by one alone
            for number, row in enumerate(rows.exclude(**{field.name: ""})):
                rows.filter(pk=row.pk).update(**{field.name: f"{said[:-4]}{number}"})


def token_of(model: type[models.Model], field: models.Field) -> str:
    return f"({model.__name__} {field.name})"


@dataclass(frozen=True)
class Said:
    """A document of which everything was said in the same hostile words."""

    text: str
    html: str
    file: bytes
    tables: tuple
    seconds: float
    callers: int


HOSTILE = {
    "markup": (
        "</p></td></table></body><script>alert(1)</script><b onclick=x>&lt;&amp; \"'--> ]]>"
        " {{ 7|add:7 }} {% now 'Y' %} <img src=file://CANARY> <img src=picture:board.svg>"
        " <link rel=attachment href=file://CANARY> <link rel=stylesheet href=ADDRESS>"
        " <style>*{display:none} @import url(ADDRESS); @page{size:1mm}</style> url(ADDRESS)"
        ' content: attr(data-owner) url(static:css/documents.css); \\A string(owner) "); }'
        " src: url(file://CANARY) <p style='background:url(ADDRESS)'> <svg><image href=ADDRESS>"
    ),
    "scripts": " ".join(WRITTEN.values()) + " \u202eback\u202c 日本 \x07\x1b[31m \u2029 \ufffe",
}


@pytest.fixture(scope="module")
def canary(tmp_path_factory) -> str:
    file = tmp_path_factory.mktemp("canary") / "canary.txt"
    file.write_text(CANARY)
    return str(file)


@pytest.fixture(scope="session", params=list(HOSTILE))  # which goes before the documents
def words(request) -> str:
    return HOSTILE[request.param]


class Documents(dict[str, Said]):
    """By the code of their kind; each is made when it is first asked for."""

    def __init__(self, subject: Subject, text: str, server: socket.socket) -> None:
        self.given = (subject, text, server)

    def __missing__(self, code: str) -> Said:
        return self.setdefault(code, _made(code, *self.given))


@pytest.fixture(scope="module")
def said(words, canary, kept_for_the_module) -> Iterator[Documents]:
    """Every kind of document, with these words in every field."""
    with socket.create_server(("127.0.0.1", 0)) as server, transaction.atomic():
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        text = words.replace("CANARY", canary).replace("ADDRESS", address)
        server.setblocking(False)
        subject = make_visited()
        HouseStyle.objects.create(
            organisation=subject.assessment.portfolio.service.organisation,
            logo=picture(),
            logo_type="image/png",
            logo_says="x",
        )
        say_everywhere(text)
        yield Documents(_afresh(subject), text, server)
        transaction.set_rollback(True)


def _afresh(subject: Subject) -> Subject:
    rows = Assessment.objects.select_related(
        "portfolio__service__organisation", "portfolio__standard", "edition", "snapshot"
    )
    assert subject.compared_with
    return Subject(rows.get(pk=subject.assessment.pk), rows.get(pk=subject.compared_with.pk))


def _made(code: str, subject: Subject, said: str, server: socket.socket) -> Said:
    kind = KINDS[code]
    began = time.process_time()
    content = kind.build(subject)
    kind.put_into(file := BytesIO(), content, nobody)
    took = time.process_time() - began
    callers = 0
    try:
        server.accept()
        callers = 1
    except BlockingIOError:
        pass
    markup = paper_html(content, kind.paper) if kind.paper else ""
    return Said(said, markup, file.getvalue(), kind.tables(content), took, callers)


def squeezed(text: str) -> str:
    """ASCII alone, without spaces: a line ends anywhere, other scripts have their own tests."""
    plain = re.sub(r"\[U\+[0-9A-F +U]+\]", "", unicodedata.normalize("NFC", text))
    return "".join(x for x in plain if x.isascii() and x.isprintable() and not x.isspace())


PRINTED = [kind.code for kind in KINDS.values() if kind.paper]
OTHERS = [code for code in KINDS if code not in PRINTED]
# Tests of one document follow each other, so that one process makes it.
of_what_is_printed = pytest.mark.parametrize("code", PRINTED, scope="module")
of_all = pytest.mark.parametrize("code", [*PRINTED, *OTHERS], scope="module")


@of_what_is_printed
def test_the_words_stand_in_the_document_as_they_were_typed(said, code):
    file = said[code].file
    # The one gives back what is read aloud, the other words among those from right to left.
    heard = squeezed(Structure(file).read_aloud()) + squeezed(pdf_words(file))
    printed = html.fromstring(said[code].html).find("body").text_content()
    fields = [token_of(*field) for field in free_fields()]
    named = [token for token in fields if token in printed]
    assert len(named) > 5
    assert [token for token in named if squeezed(token) not in heard] == []
    assert "<script" not in said[code].html
    if said[code].text.isascii():
        whole = {token: f"{token} {said[code].text}" for token in fields}
        typed = {token: each for token, each in whole.items() if escape(each) in said[code].html}
        assert typed
        assert [token for token, each in typed.items() if squeezed(each) not in heard] == []


@of_what_is_printed
def test_the_document_stays_whole(said, code, tmp_path):
    assert Structure(said[code].file).faults() == []
    assert fails_accessibility(said[code].file, tmp_path) == ""


@of_all
def test_nothing_that_was_typed_is_read_or_called(said, code):
    made = said[code]
    assert made.callers == 0
    assert CANARY.encode() not in made.file
    if code in PRINTED:
        assert CANARY not in Structure(made.file).read_aloud()
        assert attachments(made.file) == []


@of_all
def test_it_is_made_in_a_reasonable_time(said, code):
    assert said[code].seconds < SECONDS


@pytest.mark.parametrize("code", OTHERS)
def test_what_is_not_printed_opens_and_runs_nothing(said, code):
    with zipfile.ZipFile(BytesIO(said[code].file)) as opened:
        assert opened.testzip() is None
        pages = [opened.read(name).decode() for name in opened.namelist() if name.endswith(".html")]
    assert pages
    assert not any("<script>alert" in page or "<img src=file" in page for page in pages)


@of_all
def test_tables_open_again_with_the_words_in_their_cells(said, code):
    tables = said[code].tables
    if not tables:
        pytest.skip("no tables")
    start = squeezed(said[code].text)[:20]
    read = [
        str(cell)
        for table in tables
        for row in csv.reader(StringIO(as_csv(table).decode("utf-8-sig")))
        for cell in row
    ]
    book = load_workbook(BytesIO(as_workbook(tables)), data_only=False)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(start in squeezed(text) for text in read)
    assert any(start in squeezed(str(cell.value)) for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


def test_a_table_of_five_hundred_rows_is_printed_to_its_last():
    rows = tuple(Improvement("1.1.1", f"Improve number {row} of 500.") for row in range(1, 501))
    text = squeezed(pdf_words(pdf_of(make_summary_content(improvements=rows))))
    assert all(f"Improvenumber{row}of500." in text for row in range(1, 501))


@pytest.mark.parametrize("letters", ["😀", "a\u030b\u0323 "])
def test_a_hundred_thousand_letters_in_one_text_are_printed_within_a_minute(letters):
    text = (letters * 100_000)[:100_000]
    began = time.process_time()
    pdf = pdf_of(make_summary_content(make_element_content(finding=text)))
    assert time.process_time() - began < SECONDS
    assert "Assessor acceptance" in pdf_words(pdf)
