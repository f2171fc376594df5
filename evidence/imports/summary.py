"""Reads an Assessment Summary, however badly it was scanned."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from .codes import prefix_key
from .headings import check_clauses, check_headings, check_wording, recode
from .items import Register, check_codes
from .lines import Line
from .misread import with_codes
from .outline import StandardOutline
from .overview import body_start, check_overview
from .report import NotASummary, ParsedWarning, warning
from .result import ParsedSummary
from .text import alike, squash
from .titles import read_title_block
from .tokens import Grammar, Kind, Token, tokenise
from .walk import Walk
from .weave import weave


def parse_summary(
    lines: list[Line],
    outline: StandardOutline,
    *,
    service_prefix: str,
    corporate_prefix: str,
    codes: Mapping[int, str] | None = None,
) -> ParsedSummary:
    """What the lines say, read against one edition of the standard.

    `codes` are put right by hand: a code for the number of its line. Raises NotASummary
    where they are no summary of this standard, and UnreadableEvidence, which lists every
    problem, where a code belongs to neither prefix.
    """
    grammar = Grammar(outline, (service_prefix, corporate_prefix))
    lines, misread = with_codes(lines, grammar, codes or {})
    woven = weave(list(tokenise(lines, grammar)), outline)
    tokens, recoded = recode(woven.woven, outline)
    start, body = body_start(tokens)
    walk = Walk(tokens[:start] + tokens[body:], outline)
    walk.go()
    require_summary(walk, outline)
    register = registered(walk, service_prefix, corporate_prefix)
    last_line = max((line.number for line in lines), default=1)
    warnings = [
        *(woven.warnings + recoded + walk.warnings),
        *(check_overview(tokens[start:body], outline) if body > start else ()),
        *check_headings(walk.tokens, outline, last_line),
        *check_wording(tokens, outline),
        *check_clauses(walk.tokens, outline),
        *garbled_sections(tokens),
        *corrected_codes(misread, codes or {}),
    ]
    evidence = register.titled()
    return ParsedSummary(
        evidence=evidence,
        links=tuple(register.links.values()),
        warnings=tuple(sorted({*warnings, *register.warnings})),
        title_block=read_title_block([token.text for token in woven.title_block]),
        readings={line: str(kind) for line, kind in woven.readings.items()},
    )


def corrected_codes(before: Mapping[int, str], codes: Mapping[int, str]) -> list[ParsedWarning]:
    return [
        warning(line, "code-corrected", text=code or "–", other=codes[line])
        for line, code in before.items()
    ]


def require_summary(walk: Walk, outline: StandardOutline) -> None:
    """Refuses what has no element of the standard, or no evidence, in it."""
    expected = {**outline.elements, **outline.clauses}
    coded = any(
        not token.text or alike(token.text, expected[token.code])
        for token in walk.tokens
        if token.code in expected
    )
    if not coded or not walk.placings:
        lacking = _("evidence such as “ABC12: Title”") if coded else _("elements of the standard")
        raise NotASummary(
            _("This is not an Assessment Summary: it has no %(lacking)s. Choose another file.")
            % {"lacking": lacking}
        )


def registered(walk: Walk, service_prefix: str, corporate_prefix: str) -> Register:
    service, corporate = prefix_key(service_prefix), prefix_key(corporate_prefix)
    check_codes(walk.placings, service, corporate)
    register = Register({corporate: "corporate", service: "service"})
    for placing in walk.placings:
        register.take(placing)
    register.warnings.sort()
    return register


def garbled_sections(tokens: list[Token]) -> list[ParsedWarning]:
    """Section headings read although their letters are not quite right."""
    return [
        warning(
            token.line.number, "section-garbled", text=token.text, other=f"{token.section} evidence"
        )
        for token in tokens
        if token.kind is Kind.SECTION
        and token.section != "other"
        and token.section not in squash(token.text)
    ]
