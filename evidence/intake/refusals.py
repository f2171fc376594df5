"""What is known by its first bytes and never taken, each with a word of its own."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = tuple[str | Promise, str | Promise]

PROGRAM: Words = (
    _("It is a program, and programs are never kept."),
    _("Add a document or a picture that shows what you do."),
)
ARCHIVE: Words = (
    _("It is an archive: a file with other files in it."),
    _("Open the archive and add the files themselves."),
)
RICH_TEXT: Words = (
    _("Rich text files can carry programs."),
    _("Save it as a PDF, then add that."),
)

# Texts that a computer runs when they are opened, and that nothing but their name betrays.
SCRIPTS = (
    *(".bat", ".cmd", ".ps1", ".psm1", ".vbs", ".vbe", ".wsf", ".hta", ".js", ".mjs", ".jse"),
    *(".sh", ".bash", ".command", ".py", ".pyw", ".pl", ".rb", ".php", ".jsp", ".asp", ".aspx"),
    *(".reg", ".inf", ".sct", ".scf", ".url", ".desktop", ".applescript"),
)
# Where in the file the mark stands, the mark, and what is said.
REFUSED: tuple[tuple[int, bytes, Words], ...] = (
    (0, b"MZ", PROGRAM),
    (0, b"\x7fELF", PROGRAM),
    (0, b"\xca\xfe\xba\xbe", PROGRAM),
    (0, b"\xfe\xed\xfa", PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", PROGRAM),
    (0, b"\xce\xfa\xed\xfe", PROGRAM),
    (0, b"\x00asm", PROGRAM),
    (0, b"dex\n", PROGRAM),
    (0, b"#!", PROGRAM),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", PROGRAM),
    (0, b"Rar!", ARCHIVE),
    (0, b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (0, b"\x1f\x8b", ARCHIVE),
    (0, b"BZh", ARCHIVE),
    (0, b"\xfd7zXZ\x00", ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", ARCHIVE),
    (0, b"MSCF", ARCHIVE),
    (0, b"PK\x05\x06", ARCHIVE),
    (257, b"ustar", ARCHIVE),
    (32769, b"CD001", ARCHIVE),
    (0, b"{\\rtf", RICH_TEXT),
)
HEAD = 33_000


def refusal_of(head: bytes) -> Words | None:
    """What is said to a file that begins like this, or None where it is not known."""
    for offset, mark, words in REFUSED:
        if head[offset : offset + len(mark)] == mark:
            return words
    return None
