"""The numbers that Word prints before paragraphs and that are not in their text."""

import re
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
Levels = dict[int, Any]


@dataclass
class Numbering:
    """Counts as Word does. Ask for the label of every numbered paragraph, in order."""

    document: Document
    abstract: dict[str, Levels] = field(default_factory=dict)
    lists: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    started: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        # a document without lists has no numbering part, and asking for one would make it
        reltypes = (rel.reltype.rpartition("/")[2] for rel in self.document.part.rels.values())
        if "numbering" not in reltypes:
            return
        root = self.document.part.numbering_part.element
        for abstract in root.findall(qn("w:abstractNum")):
            levels = {whole(each, "w:ilvl"): each for each in abstract.findall(qn("w:lvl"))}
            self.abstract[abstract.get(qn("w:abstractNumId"))] = levels
        for num in root.findall(qn("w:num")):
            self.read_list(num)

    def read_list(self, num: Any) -> None:
        starts = {}
        for override in num.findall(qn("w:lvlOverride")):
            start = override.find(qn("w:startOverride"))
            if start is not None:
                starts[whole(override, "w:ilvl")] = whole(start, "w:val")
        abstract = num.find(qn("w:abstractNumId"))
        if abstract is not None:
            self.lists[num.get(qn("w:numId"))] = (abstract.get(qn("w:val")), starts)

    def label(self, paragraph: Any) -> str:
        """The number or bullet before a paragraph, or nothing."""
        num_id, level = self.of(paragraph)
        if num_id not in self.lists:
            return ""
        abstract, starts = self.lists[num_id]
        levels = self.abstract.get(abstract, {})
        if level not in levels:
            return ""
        counts = self.counts.setdefault(abstract, {})
        if num_id not in self.started:
            self.started.add(num_id)
            counts.update({each: start - 1 for each, start in starts.items()})
        self.count(counts, levels, level)
        return self.printed(counts, levels, level)

    def count(self, counts: dict[int, int], levels: Levels, level: int) -> None:
        for above in range(level):
            counts.setdefault(above, start_of(levels.get(above)))
        counts[level] = counts.get(level, start_of(levels[level]) - 1) + 1
        for below in [each for each in counts if each > level]:
            del counts[below]

    def printed(self, counts: dict[int, int], levels: Levels, level: int) -> str:
        form = value(levels[level], "w:lvlText")
        if value(levels[level], "w:numFmt") == "bullet":
            return "•"

        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            legal = levels[level].find(qn("w:isLgl")) is not None
            style = "decimal" if legal else value(levels.get(at), "w:numFmt")
            return formatted(counts.get(at, 1), style)

        return re.sub(r"%([1-9])", number, form)

    def of(self, paragraph: Any) -> tuple[str, int]:
        """The list and level of a paragraph, its own or its style's."""
        properties = paragraph.find(qn("w:pPr"))
        num_id, level = reference(properties)
        style = value(properties, "w:pStyle") if properties is not None else ""
        for _generation in range(10):
            if num_id or not style:
                break
            found = self.style(style)
            if found is None:
                break
            num_id, inherited = reference(found.find(qn("w:pPr")))
            level = inherited if level is None else level
            if num_id and inherited is None:
                level = self.level_of(num_id, style)
            style = value(found, "w:basedOn")
        return num_id, level or 0

    def level_of(self, num_id: str, style: str) -> int | None:
        """The level that a list ties to a style."""
        abstract = self.lists.get(num_id, ("", {}))[0]
        levels = self.abstract.get(abstract, {})
        return next((at for at, each in levels.items() if value(each, "w:pStyle") == style), None)

    def style(self, style_id: str) -> Any:
        styles = self.document.styles.element.findall(qn("w:style"))
        return next((each for each in styles if each.get(qn("w:styleId")) == style_id), None)


def reference(properties: Any) -> tuple[str, int | None]:
    numbered = properties.find(qn("w:numPr")) if properties is not None else None
    if numbered is None:
        return "", None
    level = numbered.find(qn("w:ilvl"))
    return value(numbered, "w:numId"), whole(level, "w:val") if level is not None else None


def value(parent: Any, tag: str) -> str:
    child = parent.find(qn(tag)) if parent is not None else None
    return (child.get(qn("w:val")) or "") if child is not None else ""


def whole(element: Any, attribute: str) -> int:
    text = element.get(qn(attribute)) or ""
    return int(text) if text.isdecimal() else 0


def start_of(level: Any) -> int:
    text = value(level, "w:start")
    return int(text) if text.isdecimal() else 1


def formatted(number: int, style: str) -> str:
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("lowerRoman", "upperRoman"):
        roman = ""
        for worth, letters in ROMAN:
            roman += letters * (number // worth)
            number %= worth
        return roman.upper() if style == "upperRoman" else roman
    return f"{number:02}" if style == "decimalZero" else str(number)
