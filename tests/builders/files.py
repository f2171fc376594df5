"""Files as people send them, good and bad, made in memory."""

import struct
import zipfile
import zlib
from collections import UserDict
from io import BytesIO
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from .mails import mail, nested_mail
from .media import box, film, telephone_picture
from .ole import compound, old_excel, old_slides, old_word, outlook


def upload(name: str, content: bytes, media_type: str = "application/octet-stream"):
    """What a browser sends: a name and a type, neither of which is to be believed."""
    return SimpleUploadedFile(name, content, media_type)


def pdf(words: str = "Evidence", pages: int = 1) -> bytes:
    """A small PDF with the words on each page."""
    document = pikepdf.new()
    for number in range(1, pages + 1):
        page = document.add_blank_page(page_size=(595, 842))
        font = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        text = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        drawing = f"BT /F1 24 Tf 72 720 Td ({text}, page {number}) Tj ET"
        page.Contents = document.make_stream(drawing.encode("latin-1", "replace"))
    out = BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (48, 32), colour: str = "teal") -> bytes:
    """A small picture of one colour."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


PNG = picture()


def zipped(entries: dict[str, bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    """An archive of entries in the order given; those in `stored` without compression."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, how)
    return out.getvalue()


PARTS = {
    "wordprocessingml.document": "word/document.xml",
    "spreadsheetml.sheet": "xl/workbook.xml",
    "presentationml.presentation": "ppt/presentation.xml",
}


def office(
    kind: str = "wordprocessingml.document", further: dict[str, bytes] | None = None
) -> bytes:
    """A bare Word, Excel or PowerPoint file; `further` are more entries of the archive."""
    part = PARTS[kind]
    main = f"application/vnd.openxmlformats-officedocument.{kind}.main+xml"
    return zipped(
        {
            "[Content_Types].xml": content_types((part, main)),
            part: b"<document/>",
            **(further or {}),
        }
    )


def content_types(*parts: tuple[str, str]) -> bytes:
    rows = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in parts)
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<?xml version="1.0"?><Types xmlns="{space}">{rows}</Types>'.encode()


MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def open_document(
    kind: str = "text", *, encrypted: bool = False, further: dict[str, bytes] | None = None
) -> bytes:
    """A bare OpenDocument file."""
    secret = "<m:encryption-data/>" if encrypted else ""
    entry = f"<m:file-entry>{secret}</m:file-entry>"
    manifest = f'<m:manifest xmlns:m="{MANIFEST}">{entry}</m:manifest>'
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
            "content.xml": b"<office/>",
            "META-INF/manifest.xml": manifest.encode(),
            **(further or {}),
        },
        stored=("mimetype",),
    )


def pdf_with_password(password: str = "secret") -> bytes:
    """A PDF that nobody can read without the password."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(user=password, owner=password))
    return out.getvalue()


def overlapping_bomb(copies: int = 40, *, plain: bytes = b"") -> bytes:
    """A Word file, or `plain`, whose list of contents names its last entry many times over."""
    plain = plain or office(further={"word/media/a.bin": bytes(2_000_000)})
    start = plain.rindex(b"PK\x05\x06")
    count, size, offset = struct.unpack("<HII", plain[start + 10 : start + 20])
    contents = plain[offset:start]
    last = contents[contents.rindex(b"PK\x01\x02") :]
    more = b"".join(
        last.replace(b"word/media/a.bin", b"word/media/" + f"{n:05}".encode())
        for n in range(10_000, 10_000 + copies)
    )
    count, size = count + copies, size + len(more)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, size, offset, 0)
    return plain[:start] + more + end


def huge_picture() -> bytes:
    """A PNG of a few hundred bytes that says it is 40,000 dots wide and high."""
    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + header
    length = struct.pack(">I", len(header))
    return b"\x89PNG\r\n\x1a\n" + length + chunk + struct.pack(">I", zlib.crc32(chunk)) + PNG[33:]


class Corpus(UserDict[str, Any]):
    """Files by what is wrong with them, each with the word of its refusal.

    What takes long to make is a function, and made when it is asked for.
    """

    def __getitem__(self, sort: str) -> Any:
        return tuple(each() if callable(each) else each for each in self.data[sort])

    def word(self, sort: str) -> str:
        return self.data[sort][-1]


MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
ENTITIES = b'<!DOCTYPE t [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Types>&b;</Types>'

# What people and attackers send that is not taken: name of the file, content, part of the reason.
_REFUSED: dict[str, tuple[Any, ...]] = {
    "empty": ("empty.pdf", b"", "empty"),
    "program": ("report.pdf", b"MZ\x90\x00" + bytes(200), "program"),
    "linux-program": ("report.docx", b"\x7fELF" + bytes(200), "program"),
    "shell-script": ("notes.txt", b"#!/bin/sh\nrm -rf /\n", "program"),
    "web-page": ("page.txt", b"<!DOCTYPE html><html><script>alert(1)</script></html>", "web page"),
    "page-in-text": ("notes.md", b"# Notes\n\nhello <ScRiPt src=x>", "web page"),
    "php": ("notes.txt", b"hello <?php system('id');", "web page"),
    "drawing": ("logo.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "web page"),
    "xml": ("data.txt", b'<?xml version="1.0"?><a/>', "web page"),
    "seven-zip": ("old surveys.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), "archive"),
    "gzip": ("table.csv", b"\x1f\x8b\x08" + bytes(50), "archive"),
    "pdf-with-password": ("absence.pdf", pdf_with_password(), "password"),
    "cut-pdf": ("scan.pdf", pdf(pages=5)[:-600], "breaks off"),
    "not-a-pdf": ("scan.pdf", b"%PDF-1.7\nnothing at all\n%%EOF\n", "damaged"),
    "pdf-and-archive": ("both.pdf", pdf() + zipped({"a.exe": b"MZ"}), "two kinds"),
    "picture-and-archive": ("both.png", PNG + zipped({"a.exe": b"MZ"}), "two kinds"),
    "picture-and-script": ("both.gif", picture("GIF") + b"<script>x()</script>", "two kinds"),
    "archive-and-more": ("both.docx", office() + b"MZ\x90\x00", "two kinds"),
    "picture-and-pdf": ("both.gif", b"GIF89a" + pdf(), "two kinds"),
    "word-and-excel": (
        "both.docx",
        zipped(
            {
                "[Content_Types].xml": content_types(
                    *(
                        (part, f"application/vnd.openxmlformats-officedocument.{kind}.main+xml")
                        for kind, part in PARTS.items()
                    )
                ),
                **dict.fromkeys(PARTS.values(), b"<x/>"),
            }
        ),
        "two kinds",
    ),
    "macros": ("calls.docx", office(further={"word/vbaProject.bin": b"x"}), "macros"),
    "macro-document": (
        "calls.docx",
        zipped(
            {
                "[Content_Types].xml": content_types(("word/document.xml", MACRO)),
                "word/document.xml": b"<x/>",
            }
        ),
        "macros",
    ),
    "open-document-macros": ("a.odt", open_document(further={"Basic/script.xml": b"x"}), "macros"),
    "open-document-password": ("a.odt", open_document(encrypted=True), "password"),
    "entities": ("a.docx", zipped({"[Content_Types].xml": ENTITIES}), "damaged"),
    "way-out": ("a.docx", office(further={"../../etc/passwd": b"x"}), "damaged"),
    "overlaps": ("a.docx", overlapping_bomb(), "beyond measure"),
    "bomb": ("a.xlsx", lambda: office(further={"xl/a.bin": bytes(251_000_000)}), "beyond measure"),
    "cut-office": ("a.docx", office()[:-30], "damaged"),
    "cut-picture": ("photo.jpg", picture("JPEG", (900, 600))[:-900], "damaged"),
    "huge-picture": ("photo.png", huge_picture(), "million dots"),
    "broken-old-word": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
    "cut-old-word": ("a.doc", old_word()[:-1000], "damaged"),
    "old-word-macros": ("a.doc", old_word(further={"Macros/VBA/dir": b"x"}), "macros"),
    "old-word-password": ("a.doc", old_word(encrypted=True), "password"),
    "old-word-and-file": (
        "a.doc",
        old_word(further={"ObjectPool/_1/\x01Ole10Native": b"MZ"}),
        "another file",
    ),
    "old-word-and-archive": ("a.doc", old_word() + zipped({"a.exe": b"MZ"}), "two kinds"),
    "old-word-and-excel": ("a.doc", old_word(further={"Workbook": b""}), "two kinds"),
    "old-excel-macros": ("a.xls", old_excel(sheet_kind=1), "macros"),
    "old-excel-password": ("a.xls", old_excel(encrypted=True), "password"),
    "old-slides-macros": ("a.ppt", old_slides(macros=True), "macros"),
    "old-slides-password": ("a.ppt", old_slides(encrypted=True), "password"),
    "word-with-password": ("a.docx", compound({"EncryptedPackage": b"x"}), "password"),
    "installer": ("a.doc", compound({"!_StringPool": b"x"}), "does not know"),
    "mail-with-program": ("a.eml", mail({"a.exe": b"MZ" + bytes(99)}), "program"),
    "mail-with-archive": ("a.eml", mail({"a.zip": zipped({"a.txt": b"a"})}), "archive"),
    "mail-with-page-as-file": ("a.eml", mail({"a.html": b"<html>"}), "web page"),
    "mail-of-mails": ("a.eml", nested_mail(6), "archive"),
    "mail-of-parts": ("a.eml", mail() + b"\n--x" * 2_000, "too many parts"),
    "outlook-with-program": ("a.msg", outlook("a.exe", b"MZ" + bytes(99)), "program"),
    "cut-film": ("a.mp4", film()[:-100], "breaks off"),
    "film-without-contents": ("a.mp4", box(b"ftyp", b"isom") + box(b"mdat"), "breaks off"),
    "film-and-archive": ("a.mp4", film() + zipped({"a.exe": b"MZ"}), "two kinds"),
    "only-sound": ("a.m4a", film(handler=b"soun"), "does not"),
    "silence": ("a.mp3", b"ID3" + bytes(900), "nothing to hear"),
    "cut-heic": ("a.heic", telephone_picture()[:-5], "breaks off"),
    "rich-text": ("a.rtf", b"{\\rtf1 hello}", "Rich text"),
    "utf-16": ("a.txt", "hello".encode("utf-16"), "UTF-16"),
    "film": ("team day.mov", b"\x00\x00\x00\x14ftypqt  " + bytes(100), "breaks off"),
    "noise": ("a.txt", bytes(range(256)) * 4, "does not"),
}
REFUSED_FILES = Corpus(_REFUSED)
