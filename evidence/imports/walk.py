"""Goes down the body of a summary and says which evidence stands in which element's lists."""

from bisect import bisect_right
from dataclasses import dataclass, field

from .outline import StandardOutline, parent, place
from .report import ParsedWarning, warning
from .tokens import Kind, Token

EVERYWHERE = (10**6,)


@dataclass(frozen=True, slots=True)
class Placing:
    """One printed line of evidence, its element ("" outside all) and its list."""

    token: Token
    element: str
    section: Token | None


@dataclass
class Walk:
    """The state while going down. What a list without a heading belongs to is decided here."""

    tokens: list[Token]
    outline: StandardOutline
    placings: list[Placing] = field(default_factory=list)
    warnings: list[ParsedWarning] = field(default_factory=list)
    element: str = ""
    floor: str = ""  # the heading passed last, of any level
    section: Token | None = None
    filled: bool = True  # the current section has evidence
    untitled: bool = False  # evidence without a section has been told
    seen: set[str] = field(default_factory=set)  # sections of the current element
    clauses: bool = False  # clauses of the current element have been seen

    def __post_init__(self) -> None:
        headings = [token for token in self.tokens if token.kind is Kind.HEADING]
        self.headed = {token.code for token in headings}
        self.times = dict.fromkeys(self.headed, 0)
        for token in headings:
            self.times[token.code] += 1
        self.passed: set[str] = set()
        self.coded = landmarks(self.tokens)
        self.evidence_first = lists_come_first(self.tokens)

    def go(self) -> None:
        steps = {
            Kind.HEADING: self.heading,
            Kind.CLAUSE: self.clause,
            Kind.SECTION: self.start_section,
            Kind.EVIDENCE: self.evidence,
            Kind.ACCEPTANCE: self.acceptance,
        }
        for index, token in enumerate(self.tokens):
            if step := steps.get(token.kind):
                step(index, token)
        self.close_section()

    def warn(self, token: Token, code: str, /, **values: object) -> None:
        self.warnings.append(warning(token.line.number, code, **values))

    def enter(self, element: str) -> None:
        self.close_section()
        self.element, self.floor = element, max(self.floor, element, key=place)
        self.seen, self.clauses, self.untitled = set(), False, False

    def close_section(self) -> None:
        if self.section and not self.filled:
            self.warn(self.section, "empty-section", text=self.section.text, code=self.element)
        self.section, self.filled = None, True

    def heading(self, index: int, token: Token) -> None:
        if token.code in self.passed and self.again(token):
            return
        self.passed.add(token.code)
        if token.code in self.outline.wording and place(token.code) < place(self.floor):
            self.warn(token, "out-of-order", code=token.code, other=self.floor)
        if token.code.count(".") >= 2 or token.code in self.outline.elements:
            known = token.code in self.outline.elements
            self.floor = token.code if known else self.floor
            self.enter(token.code)
        else:
            self.floor = token.code
            self.end_list(token)

    def again(self, token: Token) -> bool:
        """A heading met before: at the top of each page, or printed twice."""
        if token.code in self.outline.elements:
            self.warn(token, "repeated-heading", code=token.code)
            return token.code == self.element
        if self.times[token.code] == 2:
            self.warn(token, "repeated-heading", code=token.code)
        return True

    def end_list(self, token: Token) -> None:
        """A higher heading ends an empty list; a page's running head splits a full one."""
        if not self.filled:
            self.close_section()

    def clause(self, index: int, token: Token) -> None:
        element = parent(token.code)
        if element != self.element and element in self.headed:
            self.warn(token, "clause-out-of-place", code=token.code, other=self.element or "–")
            return
        if element != self.element:
            self.enter(element)
        self.close_section()
        self.clauses = True

    def acceptance(self, index: int, token: Token) -> None:
        self.close_section()
        if token.text:
            self.warn(token, "acceptance-not-read", text=token.text)

    def start_section(self, index: int, token: Token) -> None:
        if token.continued and token.section in self.seen:
            self.section, self.filled = token, True
            return
        self.close_section()
        if self.restarts(token):
            self.move_on(index, token)
        if token.section in self.seen:
            self.warn(token, "repeated-section", text=token.text, code=self.element)
        if token.section == "other":
            self.warn(token, "unknown-section", text=token.text)
        self.seen.add(token.section)
        self.section, self.filled = token, False

    def restarts(self, token: Token) -> bool:
        """Whether a list begins that may belong to a further element."""
        moved = place(self.floor) > place(self.element)
        return moved or token.section in self.seen or (self.clauses and self.evidence_first)

    def move_on(self, index: int, token: Token) -> None:
        element = self.successor(index)
        if element and element != self.element:
            self.enter(element)
            self.warn(token, "evidence-placed-by-order", code=element)

    def successor(self, index: int) -> str:
        """The element without heading to which a list that begins here belongs, if any."""
        following = self.next_coded(index)
        if following and following.kind is Kind.CLAUSE:
            element = parent(following.code)
            if element in self.outline.elements and element not in self.headed:
                return element
        end = place(following.code) if following else EVERYWHERE
        start = max(place(self.floor), place(self.element))
        between = [code for code in self.unheaded() if start < place(code) < end]
        # a list that only repeats its heading needs a gap of just one element to move on
        sure = place(self.floor) > place(self.element) or (self.clauses and self.evidence_first)
        return between[0] if between and (sure or len(between) == 1) else ""

    def unheaded(self) -> list[str]:
        return [code for code in self.outline.elements if code not in self.headed]

    def next_coded(self, index: int) -> Token | None:
        at = bisect_right(self.coded, index)
        return self.tokens[self.coded[at]] if at < len(self.coded) else None

    def evidence(self, index: int, token: Token) -> None:
        known = self.element in self.outline.elements
        self.placings.append(Placing(token, self.element if known else "", self.section))
        self.filled = True
        code = token.item.display if token.item else ""
        if not known:
            self.warn(token, "evidence-without-element", code=code)
        elif self.section is None and not self.untitled:
            self.untitled = True
            self.warn(token, "section-missing", code=code, other=self.element)


def landmarks(tokens: list[Token]) -> list[int]:
    """The indexes of clauses and of each heading's first print."""
    found, seen = [], set()
    for index, token in enumerate(tokens):
        if token.kind is Kind.CLAUSE or (token.kind is Kind.HEADING and token.code not in seen):
            found.append(index)
            seen.add(token.code)
    return found


def lists_come_first(tokens: list[Token]) -> bool:
    """Whether this document prints an element's evidence above its clauses, as most do."""
    votes, asked = 0, False
    for token in tokens:
        if token.kind is Kind.HEADING:
            asked = token.code.count(".") == 2
        elif asked and token.kind in (Kind.SECTION, Kind.CLAUSE):
            votes += 1 if token.kind is Kind.SECTION else -1
            asked = False
    return votes >= 0
