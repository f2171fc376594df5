"""A second reader of summaries, written apart from the portal's own to hold it to account.

It knows the printed form only: no standard, no warnings, no recovery beyond headings that are
missing before clauses. It reads plain text, also text taken from a printed PDF.
"""

import re

ITEM = re.compile(r"([A-Z]{1,6}\d{1,5}) ?: ?(.*)")
CODED = re.compile(r"(\d\.\d\.\d)(?:\.\d)? ?: ?.*")
HIGHER = re.compile(r"\d(?:\.\d)? ?: ?[A-Z].*")
LIST = re.compile(r"(new|active|corporate) evidence\b.*", re.I)
END = re.compile(
    r"(?:evidence index|strengths|assessor.{0,3}acceptance.*|overview|self-rating\b.*)", re.I
)
Lists = dict[str, list[tuple[str, str]]]


def evidence_by_element(text: str) -> dict[str, Lists]:
    """Element, then list ("new", "active", "corporate"), then its (code, title) in order.

    Elements and lists without evidence are left out. A title broken over adjacent lines is put
    together; what the document prints beside a title (where to look) stays behind it.
    """
    found: dict[str, Lists] = {}
    element, listing, items = "", "", None
    for raw in text.replace("\r", "").split("\n"):
        line = raw.replace("**", "").replace("\\_", "_").strip("# \t")
        if match := CODED.fullmatch(line):
            element, listing, items = match[1], "", None
        elif match := LIST.fullmatch(line):
            listing, items = match[1].lower(), None
        elif END.fullmatch(line) or HIGHER.fullmatch(line):
            listing, items = "", None
        elif (match := ITEM.fullmatch(line)) and element and listing:
            items = found.setdefault(element, {}).setdefault(listing, [])
            items.append((match[1], match[2].strip()))
        elif line and items:
            code, title = items[-1]
            items[-1] = (code, f"{title} {line}")
        elif not line:
            items = None
    return found
