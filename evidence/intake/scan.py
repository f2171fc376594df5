"""The virus scanner: clamd, asked over its socket, where one is configured."""

import socket
import struct
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from evidence.enums import Scan

from .refusal import Refused

_PIECE = 1 << 17
_SECONDS = 60
_NO_VIRUS, _VIRUS = "OK", " FOUND"


def scan(stream: BinaryIO) -> Scan:
    """What the scanner says of the bytes; WAITING where it does not answer, or not to the end."""
    if not settings.CLAMD_ADDRESS:
        return Scan.NOT_SCANNED
    try:
        said = _ask(stream)
    except (OSError, ValueError):
        return Scan.WAITING
    if said.endswith(_VIRUS):
        return Scan.INFECTED
    return Scan.CLEAN if said.endswith(_NO_VIRUS) else Scan.WAITING


def virus_found() -> Refused:
    """What is said to somebody who sends an infected file."""
    return Refused(
        _("The virus scanner found something harmful in it."),
        _("Do not open it. Tell your computer’s support where you have it from."),
    )


def _ask(stream: BinaryIO) -> str:
    """The answer of clamd to the command INSTREAM: pieces with their length, the last empty."""
    stream.seek(0)
    with _connected() as clamd:
        clamd.sendall(b"zINSTREAM\0")
        while piece := stream.read(_PIECE):
            clamd.sendall(struct.pack(">I", len(piece)) + piece)
        clamd.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and (more := clamd.recv(4096)):
            answer += more
    return answer.rstrip(b"\0").decode("utf-8", "replace")


def _connected() -> socket.socket:
    address = settings.CLAMD_ADDRESS
    if address.startswith("/"):
        clamd = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        clamd.settimeout(_SECONDS)
        try:
            clamd.connect(address)
        except OSError:
            clamd.close()
            raise
        return clamd
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_SECONDS)
