"""Anchors: points of the chain written to a file that is kept where nobody reaches both.

The file's `sequence` and `seal` are the head. `marks` are points before it: every earlier head
of the file, and every hundredth entry. By them a chain made anew is told to begin between two.
"""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from django.db.models import F
from django.db.models.functions import Mod

from accounts.models import HistoryEntry

EVERY = 100
Anchor = dict[str, Any]


class NoAnchor(ValueError):
    """What was given is nothing that `written_anchor` makes, or is no anchor of this history."""


def head_of_chain() -> Anchor:
    """Number and seal of the last entry."""
    last = HistoryEntry.objects.order_by("-sequence").first()
    return {"sequence": last.sequence if last else 0, "seal": last.seal if last else ""}


def points_of(anchor: Anchor | None) -> dict[int, str]:
    """Seals by the number of their entry, in order; none where there is no anchor."""
    if anchor is None:
        return {}
    return dict(
        sorted({**dict(anchor.get("marks", ())), anchor["sequence"]: anchor["seal"]}.items())
    )


def anchor_after(earlier: Anchor | None) -> Anchor:
    """The head with the marks of an earlier anchor and what was written since.

    Raises NoAnchor where the history is not that of the earlier one: nothing is anchored anew
    that was cut off or rewritten.
    """
    known = points_of(earlier)
    known.pop(0, None)
    held = HistoryEntry.objects.filter(sequence=max(known, default=0)).values_list(
        "seal", flat=True
    )
    if known and list(held) != [known[max(known)]]:
        raise NoAnchor("The history is not the one that this file was written for.")
    head = head_of_chain()
    rest = HistoryEntry.objects.annotate(rest=Mod(F("sequence"), EVERY)).filter(rest=0)
    since = rest.filter(sequence__gt=max(known, default=0), sequence__lt=head["sequence"])
    marks = known | dict(since.values_list("sequence", "seal"))
    marks.pop(head["sequence"], None)
    return head | {"marks": sorted(map(list, marks.items()))}


def read_anchor(path: Path) -> Anchor:
    """Raises NoAnchor for what `write_anchor` did not write."""
    try:
        found = json.loads(path.read_text())
        points = [(found["sequence"], found["seal"]), *found.get("marks", [])]
        for sequence, seal in points:
            if not isinstance(sequence, int) or sequence < 0 or bool(sequence) != bool(str(seal)):
                raise NoAnchor
        marks = [[sequence, str(seal)] for sequence, seal in points[1:]]
        return {"sequence": points[0][0], "seal": str(points[0][1]), "marks": marks}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoAnchor(f"{path} is not an anchor that history_anchor wrote.") from error


def write_anchor(path: Path) -> Anchor:
    """Put the head into the file, beside what an anchor there says already."""
    anchor = anchor_after(read_anchor(path) if path.exists() and path.stat().st_size else None)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(json.dumps(anchor) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return anchor
