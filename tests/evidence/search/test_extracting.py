"""Words taken out of files of every kind, and files that try to harm whoever reads them."""

import time
from datetime import date
from io import BytesIO
from tempfile import TemporaryFile
from zipfile import ZipFile

import pikepdf
import pytest

from evidence.enums import ReadingProblem
from evidence.intake.kinds import ENDINGS, recognise
from evidence.intake.ole import MESSAGE
from evidence.search.extract.run import extract, run
from tests.builders.documents import open_document_with, slides, word, workbook
from tests.builders.files import PNG, office, pdf, upload, zipped
from tests.builders.hostile import HOSTILE
from tests.builders.mails import mail
from tests.builders.media import film, sound
from tests.builders.ole import compound, old_word


def blank_pdf() -> bytes:
    """A PDF like a scan: a page without a word."""
    document = pikepdf.new()
    document.add_blank_page()
    out = BytesIO()
    document.save(out)
    return out.getvalue()


MANY_ROWS: list[list[object]] = [[number, f"row {number}"] for number in range(1, 451)]


def places_of(name: str, content: bytes) -> dict[str, str]:
    """The places of a file that is taken in, by name."""
    file = upload(name, content)
    found = extract(file, recognise(file).media_type)
    assert found.problem == ""
    return {place: words for _number, place, words in found.places}


def test_a_pdf_is_read_page_by_page():
    assert places_of("a.pdf", pdf("Parking (permits)", pages=2)) == {
        "Page 1": "Parking (permits), page 1",
        "Page 2": "Parking (permits), page 2",
    }


def test_a_word_document_is_read_by_its_headings_with_its_tables():
    content = word(
        "Before", ("heading", "Complaints"), "How we ﬁnd", [["Year", "Count"], ["2026", "7"]]
    )
    assert places_of("a.docx", content) == {
        "Part 1": "Before",
        "“Complaints”": "Complaints\nHow we find\nYear\tCount\n2026\t7",
    }


def test_slides_are_read_with_their_tables_and_notes():
    content = slides("Welcome", "Results", notes="Say this slowly", table=[["a", "b"]])
    assert places_of("a.pptx", content) == {
        "Slide 1": "Welcome",
        "Slide 2": "Results\na\tb\nSay this slowly",
    }


def test_a_workbook_is_read_sheet_by_sheet_and_long_sheets_in_parts():
    content = workbook(
        Costs=[["Item", None, 2.0], [date(2026, 3, 1), True, 1.5]], Comments=MANY_ROWS
    )
    places = places_of("a.xlsx", content)
    assert list(places) == [
        "Sheet Costs",
        "Sheet Comments, rows 1 to 200",
        "Sheet Comments, rows 201 to 400",
        "Sheet Comments, rows 401 to 450",
    ]
    assert places["Sheet Costs"] == "Item\t\t2\n2026-03-01\tTrue\t1.5"
    assert places["Sheet Comments, rows 401 to 450"].startswith("401\trow 401\n402\t")


@pytest.mark.parametrize(
    ("name", "content", "places"),
    [
        (
            "a.odt",
            open_document_with(
                "text",
                "<text:h>Aims</text:h>"
                "<text:p>To<text:s/>listen<text:span> well</text:span>.</text:p>"
                "<table:table><table:table-row>"
                "<table:table-cell><text:p>a</text:p></table:table-cell>"
                "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row>"
                "</table:table>",
            ),
            {"“Aims”": "Aims\nTo listen well.\na\tb"},
        ),
        (
            "a.ods",
            open_document_with(
                "spreadsheet",
                '<table:table table:name="Costs"><table:table-row><table:table-cell '
                'table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell>'
                '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
                "</table:table>",
            ),
            {"Sheet Costs": "x\tx"},
        ),
        (
            "a.odp",
            open_document_with(
                "presentation",
                "<draw:page><draw:frame><draw:text-box><text:p>Hello</text:p></draw:text-box>"
                "</draw:frame><presentation:notes><text:p>Say it</text:p></presentation:notes>"
                "</draw:page>",
            ),
            {"Slide 1": "Hello\nSay it"},
        ),
        ("a.csv", "Name;Town\r\nZoë;\"Oban;\r\nArgyll\"\r\n".encode("cp1252"),
         {"Table": "Name\tTown\nZoë\tOban; Argyll"}),
        ("a.md", b"\xef\xbb\xbf# Notes\n\nAll  well", {"Text": "# Notes\n\nAll well"}),
        ("a.txt", b"one\r\n\r\n\r\n\r\ntwo", {"Text": "one\n\ntwo"}),
        (
            "a.eml",
            mail({"plan.pdf": pdf()}),
            {"Text": "From: Isla Campbell <isla@example.org>\nTo: cse@example.org\n"
             "Date: Sat, 21 Nov 2026 10:00:00 +0000\nSubject: Thank you\n"
             "Thank you for the quick answer.\nAttached: plan.pdf"},
        ),
        (
            "a.msg",
            compound(
                {
                    "__properties_version1.0": bytes(32),
                    "__substg1.0_0037001F": "Permits".encode("utf-16-le"),
                    "__substg1.0_1000001F": "We got\r\nthem".encode("utf-16-le"),
                }
            ),
            {"Text": "Subject: Permits\nWe got\nthem"},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_other_kinds_are_read(name, content, places):
    assert places_of(name, content) == places


def test_a_long_text_is_read_in_parts_that_say_their_lines():
    lines = [f"line {number} of many" for number in range(1, 501)]
    places = places_of("a.txt", "\n".join(lines).encode())
    assert next(iter(places)).startswith("Lines 1 to ") and list(places)[-1].endswith(" to 500")
    assert "\n".join(places.values()).split("\n") == lines


@pytest.mark.parametrize(
    ("media_type", "content", "problem"),
    [
        ("image/png", PNG, ReadingProblem.PICTURE),
        ("video/mp4", film(), ReadingProblem.FILM),
        ("audio/mpeg", sound(), ReadingProblem.SOUND),
        ("application/msword", old_word(), ReadingProblem.OLD_KIND),
        ("application/pdf", blank_pdf(), ReadingProblem.SCAN),
        ("text/plain", b" \n ", ReadingProblem.EMPTY),
        ("application/pdf", b"%PDF-1.7 nothing", ReadingProblem.BROKEN),
        (MESSAGE, b"nothing", ReadingProblem.BROKEN),
        ("application/x-unheard-of", b"", ReadingProblem.BROKEN),
    ],
)
def test_a_file_without_words_says_why(media_type, content, problem):
    found = extract(BytesIO(content), media_type)
    assert (found.places, found.problem) == ([], problem)


def test_a_very_long_text_is_read_up_to_the_limit(settings):
    settings.READING_MOST_SIGNS = 10_000
    found = extract(BytesIO(b"many words\n" * 5_000), "text/plain")
    assert found.problem == ReadingProblem.CUT
    assert 5_000 < sum(len(words) for _number, _place, words in found.places) <= 10_000


@pytest.mark.parametrize(
    ("child", "problem"),
    [
        ("hanging", ReadingProblem.TOO_SLOW),
        ("busy", ReadingProblem.TOO_SLOW),
        ("greedy", ReadingProblem.TOO_LARGE),
        ("crashing", ReadingProblem.BROKEN),
    ],
)
def test_a_reader_gone_wrong_is_stopped_and_told_apart(child, problem, settings):
    settings.READING_SECONDS = 2
    began = time.monotonic()
    module = f"tests.evidence.search.children.{child}"
    with TemporaryFile() as file, TemporaryFile() as answer:
        assert run("text/plain", file, answer, module=module) == problem
    assert time.monotonic() - began < 10


def test_nothing_of_a_mad_answer_is_believed(monkeypatch):
    monkeypatch.setattr(
        "evidence.search.extract.run.MODULE", "tests.evidence.search.children.lying"
    )
    assert extract(BytesIO(b"x"), "text/plain").problem == ReadingProblem.BROKEN


def test_the_reader_knows_none_of_the_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    monkeypatch.setattr(
        "evidence.search.extract.run.MODULE", "tests.evidence.search.children.telling"
    )
    told = extract(BytesIO(b"x"), "text/plain").places[0][2]
    assert "PATH" in told and "SECRET_KEY" not in told and "DATABASE_URL" not in told


def sheet_bomb() -> bytes:
    """A workbook of a few kilobytes whose one sheet has a hundred million letters."""
    book = workbook(A=[["x"]])
    with ZipFile(BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    text = b'<c r="A1" t="inlineStr"><is><t>' + b"A" * 200_000_000 + b"</t></is></c>"
    start, end = sheet.index(b"<c "), sheet.index(b"</c>") + 4
    return zipped(parts | {"xl/worksheets/sheet1.xml": sheet[:start] + text + sheet[end:]})


def test_a_workbook_that_grows_beyond_measure_harms_nobody():
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    found = extract(BytesIO(sheet_bomb()), kind)
    assert found.problem in (ReadingProblem.TOO_LARGE, ReadingProblem.BROKEN)


def test_a_bare_file_that_only_looks_like_one_is_said_to_be_unreadable():
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert extract(BytesIO(office()), kind).problem == ReadingProblem.BROKEN


@pytest.mark.long
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_that_slipped_through_harms_nobody(name, settings):
    settings.READING_SECONDS = 10
    file_name, content, _reason = HOSTILE[name]
    kinds = [kind for kind, endings in ENDINGS.items() if file_name.lower().endswith(endings)]
    began = time.monotonic()
    extract(BytesIO(content), (kinds or ["text/plain"])[0])
    assert time.monotonic() - began < 15
