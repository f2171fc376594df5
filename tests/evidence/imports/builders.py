"""Summaries of councils that do not exist, as text, and what a reader must find in them."""

from dataclasses import dataclass, field

from evidence.imports.lines import read_lines
from evidence.imports.outline import StandardOutline
from evidence.imports.result import ParsedSummary
from evidence.imports.summary import parse_summary

Lists = dict[str, list[tuple[str, str]]]

HOUSING: dict[str, Lists] = {
    "1.1.1": {
        "active": [
            ("HR-1", "Tenant profile by ward"),
            ("HR-12", "Who waits for a home, and where"),
            ("HR-00123", "Census extract"),
        ],
        "corporate": [("ES 1", "Equality scheme")],
    },
    "1.1.2": {"new": [("HR-4567", "Why tenants call (phone, letter)"), ("HR-99999", "Personas")]},
    "1.3.3": {"active": [("HR-12", "Who waits for a home, and where")]},
    "2.1.1": {
        "new": [("HR-20", "Letter of the leader")],
        "corporate": [("ES 77", "Corporate plan 2024-28"), ("ES 1", "Equality scheme")],
    },
    "5.3.3": {"corporate": [("ES 400", "Benchmarks of eight councils")]},
}


@dataclass
class SummaryText:
    """Prints lists of evidence as a summary. Each field is a habit of some council."""

    outline: StandardOutline
    lists: dict[str, Lists] = field(default_factory=lambda: HOUSING)
    separator: str = ": "
    bullet: str = ""
    without: tuple[str, ...] = ()  # headings that are left out

    def lines(self) -> list[str]:
        printed = ["Anytown Council", "Housing and Repairs", "Assessment Summary", "Overview"]
        printed += [f"{code}: {title}" for code, title in self.outline.criteria.items()]
        for code, words in self.outline.headings.items():
            if code not in self.without:
                printed.append(f"{code}: {words}")
            printed += self.element(code)
        return printed

    def element(self, code: str) -> list[str]:
        printed = []
        for listing, items in self.lists.get(code, {}).items():
            printed.append(f"{listing.title()} Evidence")
            printed += [f"{self.bullet}{each}{self.separator}{title}" for each, title in items]
        clauses = self.outline.clauses.items()
        printed += [f"{each}: {words}" for each, words in clauses if each.startswith(f"{code}.")]
        return printed if code in self.outline.elements else []

    def text(self) -> str:
        return "\n\n".join(self.lines()) + "\n"


def read_housing(data: bytes | str, outline: StandardOutline, name: str = "a.txt") -> ParsedSummary:
    data = data.encode() if isinstance(data, str) else data
    lines = read_lines(data, name)
    return parse_summary(lines, outline, service_prefix="HR", corporate_prefix="ES")


def read_customer_service(data: bytes | str, outline: StandardOutline) -> ParsedSummary:
    data = data.encode() if isinstance(data, str) else data
    lines = read_lines(data, "summary.txt")
    return parse_summary(lines, outline, service_prefix="CSS", corporate_prefix="C")


def lists_of(summary: ParsedSummary) -> dict[str, Lists]:
    """The links as lists by element, in their positions."""
    titles = {item.code: item.title for item in summary.evidence}
    found: dict[str, Lists] = {}
    for link in summary.links:
        listed = found.setdefault(link.element, {}).setdefault(link.listing, [])
        listed.append((link.code, titles[link.code]))
        assert link.position == len(listed)
    return found


def told(summary: ParsedSummary) -> list[tuple[int, str]]:
    return [(warning.line, warning.code) for warning in summary.warnings]


def codes_told(summary: ParsedSummary) -> set[str]:
    return {warning.code for warning in summary.warnings}


def around(*evidence: str) -> str:
    """A short summary with these lines in element 1.1.2."""
    heading = (
        "1.1.2: We have developed customer insight about our customer groups to better "
        "understand their needs and preferences."
    )
    return "\n\n".join([heading, *evidence])
