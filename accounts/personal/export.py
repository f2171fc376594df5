"""All that is held about a person, as an archive that anybody can read.

Each kind of thing is a table for a spreadsheet; all of it together is a file for programs. It
is written as it is sent, so that it never lies in memory.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.cells import guarded
from accounts.models import Organisation, User

from .registry import Holding, Row, holdings

AT_ONCE = 64 * 1024


class Pipe(io.RawIOBase):
    """Somewhere to write to that keeps only what has not been sent yet."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting += data
        return len(data)

    def taken(self) -> bytes:
        waiting, self._waiting = bytes(self._waiting), bytearray()
        return waiting


def archive_about(user: User, organisation: Organisation | None = None) -> Iterator[bytes]:
    """The archive, piece by piece; with an organisation, what that one holds."""
    out = Pipe()
    counts: list[tuple[str, str, int]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:  # type: ignore[arg-type]
        for number, holding in enumerate(holdings(), start=1):
            name = f"{number:02}-{slugify(str(holding.title))}.csv"
            rows = 0
            for piece in _table(holding, user, organisation):
                if not rows:
                    entry = made.open(name, "w")
                rows += 1
                entry.write(piece)
                yield out.taken()
            if rows:
                entry.close()
                counts.append((name, str(holding.title), rows - 1))
        with made.open("everything.json", "w") as entry:
            for text in _everything(user, organisation):
                entry.write(text.encode())
                yield out.taken()
        made.writestr("read-me.txt", _read_me(user, organisation, counts))
    yield out.taken()


def _table(holding: Holding, user: User, organisation: Organisation | None) -> Iterator[bytes]:
    """The heading and a line for each row; nothing where there is none."""
    has_heading = False
    for row in holding.rows(user, organisation):
        if not has_heading:
            has_heading = True
            yield b"\xef\xbb\xbf" + _line(row)
        yield _line(row.values())


def _line(cells: Any) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow([_cell(value) for value in cells])
    return text.getvalue().encode("utf-8", "replace")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return format_date(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return format_date(value, "j F Y")
    if isinstance(value, dict | list):
        return guarded(json.dumps(value, ensure_ascii=False))
    return guarded(str(value))


def _everything(user: User, organisation: Organisation | None) -> Iterator[str]:
    """One object: when it was made, and what is held, kind by kind."""
    yield '{"made_at": ' + json.dumps(timezone.now().isoformat()) + ', "held": ['
    for number, holding in enumerate(holdings()):
        yield (", " if number else "") + '{"what": ' + json.dumps(str(holding.title))
        yield ', "rows": ['
        for place, row in enumerate(holding.rows(user, organisation)):
            yield (", " if place else "") + json.dumps(_plain(row), ensure_ascii=False)
        yield "]}\n"
    yield "]}\n"


def _plain(row: Row) -> dict[str, Any]:
    return {
        str(name): value.isoformat() if isinstance(value, date) else value
        for name, value in row.items()
    }


def _read_me(
    user: User, organisation: Organisation | None, counts: list[tuple[str, str, int]]
) -> str:
    held_by = str(organisation) if organisation else _("every organisation in the portal")
    lines = [
        _("What the CSE Portal holds about %(who)s") % {"who": user},
        "",
        _("Held by: %(place)s") % {"place": held_by},
        _("Made on: %(day)s") % {"day": _cell(timezone.now())},
        "",
        _("Open the tables with any spreadsheet program. everything.json holds the same for"),
        _("programs. What is not listed is not held."),
        "",
        *(
            _("%(name)s: %(title)s, %(count)s") % {"name": name, "title": title, "count": count}
            for name, title, count in counts
        ),
        "",
        _("Other people are named only where the same entry is about both of you."),
        _("Files of evidence are the council’s records and are not in this archive."),
    ]
    if organisation is not None:
        lines += [
            _("What is for their own eyes alone (private notes, texts not yet saved, saved lists,"),
            _("sessions and second factors) is in the archive that they download themselves."),
        ]
    return "\r\n".join([*lines, ""])
