"""What files are taken, what they are kept as, and what is refused with a reason and a remedy."""

from random import Random

import pytest

from evidence.intake.kinds import OFFICE, recognise
from evidence.intake.names import clean_name, title_from_name
from evidence.intake.refusal import Refused
from tests.builders.files import REFUSED_FILES, office, open_document, pdf, picture, upload
from tests.builders.mails import mail
from tests.builders.media import film, sound, telephone_picture
from tests.builders.ole import old_excel, old_slides, old_word, outlook

ODF = "application/vnd.oasis.opendocument."

TAKEN = {
    "pdf": (pdf(), "application/pdf", ".pdf"),
    "word": (office(), OFFICE + "wordprocessingml.document", ".docx"),
    "excel": (office("spreadsheetml.sheet"), OFFICE + "spreadsheetml.sheet", ".xlsx"),
    "slides": (
        office("presentationml.presentation"),
        OFFICE + "presentationml.presentation",
        ".pptx",
    ),
    "odt": (open_document(), ODF + "text", ".odt"),
    "ods": (open_document("spreadsheet"), ODF + "spreadsheet", ".ods"),
    "odp": (open_document("presentation"), ODF + "presentation", ".odp"),
    "png": (picture("PNG"), "image/png", ".png"),
    "jpeg": (picture("JPEG"), "image/jpeg", ".jpg"),
    "gif": (picture("GIF"), "image/gif", ".gif"),
    "webp": (picture("WEBP"), "image/webp", ".webp"),
    "old-word": (old_word(), "application/msword", ".doc"),
    "old-excel": (old_excel(), "application/vnd.ms-excel", ".xls"),
    "old-slides": (old_slides(), "application/vnd.ms-powerpoint", ".ppt"),
    "heic": (telephone_picture(), "image/heic", ".heic"),
    "mp4": (film(), "video/mp4", ".mp4"),
    "mov": (film(b"qt  "), "video/quicktime", ".mov"),
    "mp3": (sound(), "audio/mpeg", ".mp3"),
    "mp3-without-tag": (sound()[10:], "audio/mpeg", ".mp3"),
    "mail": (mail(), "message/rfc822", ".eml"),
    "mail-with-page": (mail(page="<html><b>Hi</b></html>"), "message/rfc822", ".eml"),
    "mail-with-file": (mail({"plan.pdf": pdf()}), "message/rfc822", ".eml"),
    "outlook": (outlook(), "application/vnd.ms-outlook", ".msg"),
    "outlook-with-word": (
        outlook("plan.docx", office(further={"word/a.bin": Random(1).randbytes(9_000)})),
        "application/vnd.ms-outlook",
        ".msg",
    ),
    "text": ("Ceò, £5".encode(), "text/plain", ".txt"),
    "windows-text": ("It’s £5".encode("cp1252"), "text/plain", ".txt"),
}


@pytest.mark.parametrize("kind", TAKEN)
def test_a_file_is_known_by_its_content_whatever_it_is_called(kind):
    content, media_type, ending = TAKEN[kind]
    known = recognise(upload("Minutes.exe", content, "text/html"))
    assert (known.media_type, known.file_name) == (media_type, f"Minutes{ending}")


@pytest.mark.parametrize(
    ("name", "media_type", "kept"),
    [
        ("table.csv", "text/csv", "table.csv"),
        ("Notes.MD", "text/markdown", "Notes.MD"),
        ("letter.eml", "text/plain", "letter.txt"),
    ],
)
def test_only_among_plain_texts_the_name_chooses(name, media_type, kept):
    known = recognise(upload(name, b"a,b\n1,2\n"))
    assert (known.media_type, known.file_name) == (media_type, kept)


@pytest.mark.parametrize("sort", REFUSED_FILES)
def test_what_is_not_taken_is_refused_with_a_reason_and_a_remedy(sort):
    name, content, reason = REFUSED_FILES[sort]
    with pytest.raises(Refused) as refused:
        recognise(upload(name, content, "application/pdf"))
    assert reason in refused.value.reason
    assert refused.value.remedy.endswith(".")


def test_a_file_above_the_limit_is_refused(settings):
    settings.MAX_DOCUMENT_BYTES = 2 * 1024 * 1024
    recognise(upload("a.txt", b"a" * settings.MAX_DOCUMENT_BYTES))
    with pytest.raises(Refused, match="larger than 2"):
        recognise(upload("a.txt", b"a" * (settings.MAX_DOCUMENT_BYTES + 1)))


def test_films_and_sound_have_a_limit_of_their_own(settings):
    settings.MAX_DOCUMENT_BYTES, settings.MAX_VIDEO_BYTES = 5_000, 40_000
    for content in (film(content=30_000), sound(90)):
        recognise(upload("a.mp4", content))
    for content in (film(content=40_000), sound(100)):
        with pytest.raises(Refused, match="larger than 39"):
            recognise(upload("a.mp4", content))


def test_a_mail_names_the_attached_file_that_is_not_taken():
    with pytest.raises(Refused) as refused:
        recognise(upload("a.eml", mail({"good.pdf": pdf(), "run.exe": b"MZ" + bytes(90)})))
    assert refused.value.reason == (
        "A file in it, run.exe, is not taken. It is a program, and programs are never kept."
    )


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\me\\Plan.pdf", "Plan.pdf"),
        ("annual\u202efdp.exe", "annualfdp.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie- x.pdf"),
        ("nul\x00.pdf", "_nul.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("com1.v2.pdf", "_com1.v2.pdf"),
        ("console.pdf", "console.pdf"),
        ("What? <now>.pdf", "What- -now-.pdf"),
        (" .pdf", "file.pdf"),
        ("...", "file.pdf"),
        ("Report v1.2", "Report v1.2.pdf"),
        ("report.PDF", "report.PDF"),
        ("cafe\u0301.pdf", "caf\u00e9.pdf"),
        ("x" * 400 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_the_name_of_a_file_is_made_safe(name, kept):
    assert clean_name(name, (".pdf",)) == kept


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("web_audit aug 2026.pdf", "Web audit aug 2026"),
        ("C:\\a\\CSS203  survey.docx", "CSS203 survey"),
        ("minutes", "Minutes"),
        (".pdf", ""),
    ],
)
def test_a_title_begins_with_the_name_of_the_file(name, title):
    assert title_from_name(name) == title
