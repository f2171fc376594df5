"""Old Office files: what their programs would write of a compound file, and no more."""

import struct

SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
Streams = dict[str, bytes]
Row = tuple[str, int, int]


def compound(streams: Streams) -> bytes:
    """A compound file; a name with slashes lies in storages (`Macros/VBA/dir`).

    Streams are filled up to the size from which they have sectors of their own.
    """
    contents = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    rows = _rows(contents)
    lengths = [-(-len(content) // SECTOR) for content in contents.values()]
    listed = -(-len(rows) * 128 // SECTOR)
    tables = 1
    while tables * 128 < tables + listed + sum(lengths):
        tables += 1
    starts, chains, at = {}, [_FAT] * tables, tables
    for name, length in zip(["", *contents], [listed, *lengths], strict=True):
        starts[name] = at
        chains += [*range(at + 1, at + length), _END]
        at += length
    chains += [_FREE] * (tables * 128 - len(chains))
    listing = b"".join(_row(row, contents, starts) for row in rows)
    body = listing.ljust(listed * SECTOR, b"\0") + b"".join(
        content.ljust(-(-len(content) // SECTOR) * SECTOR, b"\0") for content in contents.values()
    )
    return _header(tables, starts[""]) + struct.pack(f"<{len(chains)}I", *chains) + body


def _rows(contents: Streams) -> list[Row]:
    """Each entry of the list, the root first: its path, the next beside it, the first in it."""
    paths = [""]
    for name in contents:
        parts = name.split("/")
        for depth in range(1, len(parts) + 1):
            path = "/".join(parts[:depth])
            if path not in paths:
                paths.append(path)
    parents = [path.rpartition("/")[0] if path else None for path in paths]
    return [
        (path, _index(parents, parents[at], after=at), _index(parents, path))
        for at, path in enumerate(paths)
    ]


def _index(parents: list[str | None], parent: str | None, *, after: int = 0) -> int:
    places = [at for at, one in enumerate(parents) if at > after and one == parent]
    return places[0] if places else _FREE


def _row(row: Row, contents: Streams, starts: dict[str, int]) -> bytes:
    path, beside, inside = row
    label = (path.rpartition("/")[2] or "Root Entry").encode("utf-16-le")
    kind = _STREAM if path in contents else _STORAGE if path else _ROOT
    start = starts[path] if path in contents else 0 if path else _END
    size = len(contents.get(path, b""))
    head = struct.pack("<64sHBBIII", label, len(label) + 2, kind, 1, _FREE, beside, inside)
    return head + bytes(36) + struct.pack("<III", start, size, 0)


def _header(tables: int, listing: int) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIIII", 0, tables, listing, 0, 4096, _END, 0, _END, 0, 0)[:36]
    return head + struct.pack("<109I", *(list(range(tables)) + [_FREE] * (109 - tables)))


def old_word(*, encrypted: bool = False, further: Streams | None = None) -> bytes:
    """A bare .doc."""
    head = bytes(11) + (b"\x01" if encrypted else b"\x00")
    return compound({"WordDocument": head, "1Table": b"", **(further or {})})


def record(kind: int, body: bytes = b"") -> bytes:
    """One record of an old workbook."""
    return struct.pack("<HH", kind, len(body)) + body


def old_excel(*, sheet_kind: int = 0, encrypted: bool = False) -> bytes:
    """A bare .xls of one sheet; kind 1 is a sheet of macros."""
    secret = record(0x2F, bytes(6)) if encrypted else b""
    sheet = record(0x85, bytes(5) + bytes([sheet_kind]) + b"\x01\x00A")
    return compound({"Workbook": record(0x809, bytes(16)) + secret + sheet + record(0x0A)})


def old_slides(*, macros: bool = False, encrypted: bool = False) -> bytes:
    """A bare .ppt."""
    says = b"\x02\x00\x00\x04\x0c\x00\x00\x00" + struct.pack("<III", 1, macros, 2)
    token = b"\xdf\xc4\xd1\xf3" if encrypted else b"\x5f\xc0\x91\xe3"
    user = bytes(8) + struct.pack("<I", 20) + token
    return compound({"PowerPoint Document": says, "Current User": user})


def outlook(name: str = "plan.pdf", attached: bytes = b"") -> bytes:
    """A bare .msg, with an attached file where one is given."""
    streams = {"__properties_version1.0": bytes(32)}
    if attached:
        place = "__attach_version1.0_#00000000"
        streams |= {
            f"{place}/__substg1.0_3707001F": name.encode("utf-16-le"),
            f"{place}/__substg1.0_37010102": attached,
        }
    return compound(streams)
