"""Lines that say nothing alone, put where they belong: wrapped words, running heads, titles."""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

from .outline import StandardOutline
from .report import ParsedWarning, warning
from .text import shortened, squash
from .tokens import Kind, Token

TITLE_LINES = 8
OPEN = (Kind.HEADING, Kind.CLAUSE, Kind.EVIDENCE)
UNFINISHED = re.compile(
    r"(?:[,&(/–—-]|\b(?:and|or|of|the|for|to|in|on|with|a|an|by|from|at))$", re.I
)
LONGEST = 1_000  # characters that a heading or a title may grow to
WIDE = 60  # characters after which a line looks full


@dataclass
class Weaver:
    """Goes through the tokens once; `woven` is what they mean together."""

    outline: StandardOutline
    heads: dict[str, int]
    coded: set[str]
    woven: list[Token] = field(default_factory=list)
    warnings: list[ParsedWarning] = field(default_factory=list)
    title_block: list[Token] = field(default_factory=list)
    readings: dict[int, Kind] = field(default_factory=dict)
    open: int | None = None  # the index in `woven` of what a wrapped line may continue
    last: Token | None = None
    touching: bool = False  # nothing but wrapped lines stand between it and this one
    told: set[str] = field(default_factory=set)

    def take(self, token: Token) -> None:
        if token.kind is Kind.TEXT:
            token = replace(token, kind=self.text(token))
        else:
            self.add(token)
        self.readings.setdefault(token.line.number, token.kind)
        self.last = token

    def add(self, token: Token) -> None:
        if token.kind is Kind.FURNITURE:
            self.touching = False
            return
        self.woven.append(token)
        self.open = len(self.woven) - 1 if token.kind in OPEN else None
        self.touching = True

    def text(self, token: Token) -> Kind:
        """What a line of mere words is taken for."""
        if not token.line.joins:
            self.touching = False
        if head := self.running_head(token):
            return head
        kind = self.rest_of_standard(token) or self.named_heading(token) or self.rest(token)
        if kind:
            return kind
        if self.in_title_block(token):
            self.title_block.append(token)
            return Kind.TITLE
        self.open = None
        self.warn(token, "unreadable-line")
        return Kind.UNREADABLE

    def warn(self, token: Token, code: str, /, **values: object) -> None:
        self.warnings.append(warning(token.line.number, code, text=token.text, **values))

    def running_head(self, token: Token) -> Kind | None:
        count = self.heads.get(masked(token.text))
        if not count:
            return None
        if masked(token.text) not in self.told:
            self.told.add(masked(token.text))
            self.warn(token, "running-head", count=count)
        return Kind.FURNITURE

    def rest_of_standard(self, token: Token) -> Kind | None:
        """The next words of a heading that the standard knows, however far below."""
        before = self.woven[self.open] if self.open is not None else None
        if before is None or before.kind is Kind.EVIDENCE or token.line.aside:
            return None
        expected = squash(self.outline.wording.get(before.code, ""))
        begun = squash(before.text)
        together = begun + squash(token.text)
        if len(together) > LONGEST:
            return None
        fits = expected.startswith(together) and bool(squash(token.text))
        if fits or (self.touching and begun != expected and not self.names(token)):
            return self.join(before, token)
        return None

    def names(self, token: Token) -> str:
        return self.outline.code_of.get(squash(token.text), "")

    def named_heading(self, token: Token) -> Kind | None:
        code = self.names(token)
        if not code:
            return None
        if code in self.coded:
            self.touching = False
            return Kind.FURNITURE  # a running head: the heading itself has its code
        self.coded.add(code)
        self.warn(token, "code-missing", code=code)
        self.add(Token(Kind.HEADING, token.line, token.text, code))
        return Kind.HEADING

    def rest(self, token: Token) -> Kind | None:
        """The rest of a title that was broken over lines."""
        before = self.woven[self.open] if self.open is not None else None
        if before is None or before.kind is not Kind.EVIDENCE or before.item is None:
            return None
        if token.line.aside or len(before.text) > LONGEST:
            return None
        sure = not before.text or unfinished(before, token)
        paged = self.last is not None and self.last.kind is Kind.FURNITURE and sure
        if not (self.touching or paged or not before.text):
            return None
        if not sure or not self.touching:
            self.warn(token, "title-continued", code=before.item.display)
        return self.join(before, token)

    def join(self, before: Token, token: Token) -> Kind:
        assert self.open is not None  # noqa: S101 - for the type checker
        self.woven[self.open] = replace(before, text=joined(before.text, token.text))
        self.touching = True
        return before.kind

    def in_title_block(self, token: Token) -> bool:
        begun = any(each.kind is not Kind.TITLE for each in self.woven)
        return not begun and len(self.title_block) < TITLE_LINES and len(token.text) <= 200


def joined(before: str, after: str) -> str:
    """Two lines as one; `co-` and `ordinated` without a space."""
    glue = "" if re.search(r"\w-$", before) and after[:1].islower() else " "
    return f"{before}{glue}{after}".strip()


def unfinished(before: Token, token: Token) -> bool:
    """Whether the line before looks broken off."""
    text = before.text
    return (
        token.text[:1].islower()
        or bool(UNFINISHED.search(text))
        or text.count("(") > text.count(")")
        or len(before.line.text.rstrip()) >= WIDE
        or indent(token.line.text) > indent(before.line.text)
    )


def indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def masked(text: str) -> str:
    return re.sub(r"\d+", "#", text.casefold())


def running_heads(tokens: list[Token]) -> dict[str, int]:
    """Lines of words found three times or more, each time after something else."""
    after: dict[str, set[str]] = defaultdict(set)
    times: dict[str, int] = defaultdict(int)
    before = ""
    for token in tokens:
        if token.kind is Kind.TEXT:
            after[masked(token.text)].add(before)
            times[masked(token.text)] += 1
        elif token.kind is not Kind.FURNITURE:
            before = shortened(token.line.text, 200)
    return {text: times[text] for text, found in after.items() if len(found) >= 3}


def weave(tokens: list[Token], outline: StandardOutline) -> Weaver:
    coded = {token.code for token in tokens if token.kind is Kind.HEADING}
    weaver = Weaver(outline, running_heads(tokens), coded)
    for token in tokens:
        weaver.take(token)
    return weaver
