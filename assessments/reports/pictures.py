"""The two pictures of the summary, drawn from its content as SVG.

Colour never speaks alone: a tile has its rating's letter and, where it matters, a pattern.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from accounts.colours import tint

from .content import CriterionContent, ElementContent, RatingMark, SummaryContent

INK, QUIET = "#14222b", "#47565f"
SANS, MONO = "Atkinson Hyperlegible Next", "Atkinson Hyperlegible Mono"
# fill, stroke and letter, pattern
LOOKS = {
    "compliance-plus": ("#0f5f8a", "#0f5f8a", "#ffffff"),
    "compliant": ("#dff0e4", "#1b6b3a", "#1b6b3a"),
    "partial": ("#fcecd0", "#8a5300", "#8a5300"),
    "non-compliant": ("#fbe2df", "#a3241c", "#a3241c"),
    "not-applicable": ("#ffffff", QUIET, QUIET),
}
PLAIN = ("#f5f7f8", QUIET, INK)
WIDTH = 708
MARGIN, TILE, STEP, GAP, ROW = 149, 35, 39, 12, 64


@dataclass(frozen=True)
class Place:
    """Where a tile stands: its left edge and its line within the criterion."""

    x: float
    line: int
    element: ElementContent


def places(criterion: CriterionContent, *, left: float, step: float, gap: float) -> list[Place]:
    """The tiles of a criterion, a gap between sub-criteria, as many lines as they need."""
    found: list[Place] = []
    x, line = left, 0
    for sub in criterion.sub_criteria:
        if x > left and x + len(sub.elements) * step > WIDTH:
            x, line = left, line + 1
        for element in sub.elements:
            if x + step > WIDTH + step - TILE:
                x, line = left, line + 1
            found.append(Place(x, line, element))
            x += step
        x += gap if sub.elements else 0
    return found


def board(content: SummaryContent) -> str:
    """Every element as a lettered tile, a row for each criterion."""
    parts: list[str] = []
    top = 4.0
    for criterion in content.criteria:
        tiles = places(criterion, left=MARGIN, step=STEP, gap=GAP)
        lines = max((place.line for place in tiles), default=0) + 1
        parts.extend(_row_label(criterion, top, content.style.accent))
        for place in tiles:
            parts.extend(_tile(place.element, place.x, top + place.line * (ROW - 2)))
        top += lines * ROW
    return _svg(top - 6, parts)


def _row_label(criterion: CriterionContent, top: float, accent: str) -> Iterator[str]:
    yield _text(0, top + 27, criterion.code, size=27, weight=700, fill=accent)
    left = 10 + 15 * len(criterion.code)
    rows = wrap(criterion.title, width=21, max_lines=3, placeholder="…") or [""]
    start = top + 22 - 6.5 * (len(rows) - 1)
    for number, words in enumerate(rows):
        yield _text(left, start + 13 * number, words, size=11.6, weight=600)


def _tile(element: ElementContent, x: float, y: float) -> Iterator[str]:
    yield from _mark(element.rating, x, y)
    if element.rating and element.carried_from:
        colour = LOOKS.get(element.rating.code, PLAIN)[2]
        yield f'<circle cx="{x + 29:g}" cy="{y + 6.5:g}" r="2.3" fill="{colour}"/>'
    size = 9.6 if len(element.code) <= 5 else 9.6 * 5 / len(element.code)
    yield _text(x + TILE / 2, y + 46, element.code, size=size, fill=QUIET, face=MONO, middle=True)


def _mark(rating: RatingMark | None, x: float, y: float) -> Iterator[str]:
    if rating is None:
        yield _square(x, y, fill="#ffffff", stroke=QUIET, extra=' stroke-dasharray="1.5 2.5"')
        return
    fill, stroke, letter = LOOKS.get(rating.code, PLAIN)
    dashed = ' stroke-dasharray="4 2.5"' if rating.code == "not-applicable" else ""
    yield _square(x, y, fill=fill, stroke=stroke, extra=dashed)
    yield from _pattern(rating.code, x, y)
    yield _text(
        x + TILE / 2, y + 23.5, rating.letter, size=18, weight=700, fill=letter, middle=True
    )


def _pattern(code: str, x: float, y: float) -> Iterator[str]:
    if code == "compliance-plus":
        yield f'<rect x="{x + 6:g}" y="{y + 27:g}" width="23" height="4" fill="#ffffff"/>'
    strokes = {"partial": ("/",), "non-compliant": ("/", "\\")}.get(code, ())
    for stroke in strokes:
        ends = ((0, 5), (4, 0)) if stroke == "/" else ((0, 0), (4, 5))
        for n in range(5):
            a, b = (f"{x + 6.5 + n * 4.6 + dx:g} {y + 26.5 + dy:g}" for dx, dy in ends)
            yield f'<path d="M{a} L{b}" stroke="{LOOKS[code][1]}" stroke-width="1.5"/>'


def mosaic(content: SummaryContent) -> str:
    """The cover's picture: dark where rated at this visit, light where there is something
    to go by, empty where there is nothing yet."""
    widest = max((_span(criterion) for criterion in content.criteria), default=1)
    step = min(60.0, WIDTH / widest)
    parts: list[str] = []
    top = 1.0
    for criterion in content.criteria:
        for place in _mosaic_row(criterion, step):
            parts.append(_stone(place, top, step * 0.87, content.style.accent))
        top += step
    return _svg(top, parts)


def _span(criterion: CriterionContent) -> float:
    groups = sum(bool(sub.elements) for sub in criterion.sub_criteria)
    return len(criterion.elements) + 0.33 * max(groups - 1, 0)


def _mosaic_row(criterion: CriterionContent, step: float) -> Iterator[Place]:
    x = 1.0
    for sub in criterion.sub_criteria:
        for element in sub.elements:
            yield Place(x, 0, element)
            x += step
        x += step * 0.33 if sub.elements else 0


def _stone(place: Place, y: float, side: float, accent: str) -> str:
    element, fill = place.element, "#ffffff"
    if element.rating and not element.carried_from:
        fill = accent
    elif element.rating or element.evidence:
        fill = tint(accent)
    return (
        f'<rect x="{place.x:g}" y="{y:g}" width="{side:g}" height="{side:g}" rx="{side * 0.1:g}"'
        f' fill="{fill}" stroke="{accent}" stroke-width="1.3"/>'
    )


def _square(x: float, y: float, *, fill: str, stroke: str, extra: str = "") -> str:
    return (
        f'<rect x="{x + 0.6:g}" y="{y + 0.6:g}" width="{TILE - 1.2:g}" height="{TILE - 1.2:g}"'
        f' rx="3.5" fill="{fill}" stroke="{stroke}" stroke-width="1.2"{extra}/>'
    )


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: float,
    weight: int = 400,
    fill: str = INK,
    face: str = SANS,
    middle: bool = False,
) -> str:
    anchored = ' text-anchor="middle"' if middle else ""
    # Characters that XML cannot hold would make the whole picture unreadable.
    held = "".join(letter for letter in words if letter.isprintable())
    return (
        f'<text x="{x:g}" y="{y:g}" font-family="{face}" font-size="{size:g}"'
        f' font-weight="{weight}" fill="{fill}"{anchored}>{escape(held)}</text>'
    )


def _svg(height: float, parts: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}"'
        f' width="{WIDTH}" height="{height:g}">{"".join(parts)}</svg>'
    )
