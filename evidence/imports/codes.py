"""Codes of evidence as people print them: CSS201, HR-12, ES 1."""

import re
from dataclasses import dataclass

GAP = r"[ \u2010-\u2015-]{0,3}"


@dataclass(frozen=True, slots=True)
class Code:
    """A code in its parts. Two codes with the same key are the same item."""

    prefix: str
    number: int
    display: str

    @property
    def key(self) -> tuple[str, int]:
        return self.prefix, self.number


def prefix_key(prefix: str) -> str:
    """A prefix as it is compared: capitals, without hyphens or spaces."""
    return re.sub(r"[^0-9A-Za-z]", "", prefix).upper()


def normalise_code(printed: str) -> Code | None:
    """The code in its parts, or None. `HR-12`, `HR12`, `hr 012` share one key.

    `display` keeps the printed form, with its white space and dashes made plain.
    """
    display = re.sub("[\u2010-\u2015]", "-", " ".join(printed.split()))
    found = re.fullmatch(r"([A-Za-z](?:[0-9A-Za-z /&-]*[A-Za-z])?)[ -]*(\d{1,5})", display)
    if not found:
        return None
    return Code(prefix_key(found[1]), int(found[2]), display)
