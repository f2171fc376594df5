"""Items and links made of the evidence lines, with what contradicts itself told."""

import re
from dataclasses import dataclass, field

from .codes import Code
from .report import ParsedWarning, problem, refuse, warning
from .result import ParsedItem, ParsedLink
from .text import squash
from .walk import Placing

MAX_TITLE = 300

Key = tuple[str, int]


@dataclass
class Register:
    """Collects items and links. `prefixes` gives the scope of each known prefix."""

    prefixes: dict[str, str]
    items: dict[Key, ParsedItem] = field(default_factory=dict)
    links: dict[tuple[str, Key], ParsedLink] = field(default_factory=dict)
    warnings: list[ParsedWarning] = field(default_factory=list)
    spellings: dict[Key, set[str]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    lengths: dict[tuple[str, str], int] = field(default_factory=dict)

    def warn(self, placing: Placing, code: str, /, **values: object) -> None:
        self.warnings.append(warning(placing.token.line.number, code, **values))

    def take(self, placing: Placing) -> None:
        code = placing.token.item
        if code is None:
            return
        item = self.item(placing, code)
        self.check_spelling(placing, code, item)
        self.check_title(placing, item)
        if placing.element:
            self.link(placing, code.key, item)

    def item(self, placing: Placing, code: Code) -> ParsedItem:
        title, line = placing.token.text, placing.token.line.number
        known = self.items.get(code.key)
        if known is None or (title and not known.title):
            scope = self.prefixes[code.prefix]
            display = known.code if known else code.display
            line = known.line if known else line
            known = ParsedItem(display, code.prefix, code.number, title, scope, line)
            self.items[code.key] = known
        return known

    def check_spelling(self, placing: Placing, code: Code, item: ParsedItem) -> None:
        spellings = self.spellings.setdefault(code.key, {item.code})
        if code.display not in spellings:
            spellings.add(code.display)
            self.warn(placing, "code-spelled-two-ways", code=code.display, other=item.code)

    def check_title(self, placing: Placing, item: ParsedItem) -> None:
        title = placing.token.text
        if not title:
            return
        if squash(title) != squash(item.title):
            self.warn(placing, "two-titles", code=item.code, text=title, other=item.title)
            return
        first = self.titles.setdefault(squash(title), item.code)
        if first != item.code and item.line == placing.token.line.number:
            self.warn(placing, "same-title", code=item.code, other=first, text=title)
        if any(re.search(rf"\b{prefix}[ -]?\d{{1,5}}:", title) for prefix in self.prefixes):
            self.warn(placing, "title-holds-code", code=item.code, text=title)

    def link(self, placing: Placing, key: Key, item: ParsedItem) -> None:
        if (placing.element, key) in self.links:
            self.warn(placing, "repeated-link", code=item.code, other=placing.element)
            return
        printed = placing.section.section if placing.section else ""
        corporate = item.scope == "corporate"
        if printed and corporate != (printed == "corporate") and placing.section:
            text = placing.section.text
            self.warn(placing, "scope-differs", code=item.code, scope=item.scope, text=text)
        status = "new" if printed == "new" and not corporate else "active"
        listing = "corporate" if corporate else status
        place = (placing.element, listing)
        self.lengths[place] = self.lengths.get(place, 0) + 1
        self.links[placing.element, key] = ParsedLink(
            placing.element,
            item.code,
            status,
            listing,
            self.lengths[place],
            placing.token.line.number,
        )

    def titled(self) -> tuple[ParsedItem, ...]:
        """All items; one without any title has its code for it."""
        for key, item in self.items.items():
            if not item.title:
                self.warnings.append(warning(item.line, "title-missing", code=item.code))
                self.items[key] = ParsedItem(
                    item.code, item.prefix, item.number, item.code, item.scope, item.line
                )
        return tuple(self.items.values())


def check_codes(placings: list[Placing], service: str, corporate: str) -> None:
    """Refuses codes of another council or service, all of them in one message."""
    foreign: dict[str, list[Placing]] = {}
    problems = []
    for placing in placings:
        code = placing.token.item
        if code is None:
            continue
        line = placing.token.line.number
        if code.prefix not in (service, corporate):
            foreign.setdefault(code.display, []).append(placing)
        elif code.number == 0:
            problems.append(problem(line, "code-out-of-range", code=code.display, lines=line))
        if len(placing.token.text) > MAX_TITLE:
            values = {"code": code.display, "lines": line, "count": MAX_TITLE}
            problems.append(problem(line, "title-too-long", **values))
    for display, places in foreign.items():
        lines = [placing.token.line.number for placing in places]
        item = places[0].token.item
        values = {
            "code": display,
            "lines": ", ".join(map(str, lines)),
            "prefix": item.prefix if item else "",
            "service": service,
            "corporate": corporate,
        }
        problems.append(problem(lines[0], "unknown-prefix", **values))
    refuse(sorted(problems))
