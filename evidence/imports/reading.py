"""Reading the bytes of a summary against the standard of a portfolio."""

from collections.abc import Mapping, Sequence

from criteria.models import Edition, Element
from criteria.queries import outline_of
from evidence.models import Portfolio

from .lines import Line
from .outline import StandardOutline
from .result import ParsedSummary
from .summary import parse_summary
from .tokens import Grammar


def elements_of(edition: Edition) -> list[Element]:
    """The elements of an edition with their headings, in order; one statement."""
    return list(Element.objects.of_edition(edition).with_headings().select_related("edition"))


def current_elements_of(portfolio: Portfolio) -> list[Element]:
    """The elements of the portfolio's current edition, likewise; one statement."""
    of_standard = Element.objects.filter(
        edition__standard=portfolio.standard_id, edition__is_current=True
    )
    return list(of_standard.with_headings().select_related("edition"))


def grammar_for(portfolio: Portfolio, elements: Sequence[Element]) -> Grammar:
    """How the lines of a summary are understood for this portfolio; one statement."""
    service = portfolio.service
    prefixes = (service.prefix, service.organisation.corporate_prefix)
    return Grammar(StandardOutline(**outline_of(elements)), prefixes)


def read_for(
    portfolio: Portfolio,
    elements: Sequence[Element],
    lines: list[Line],
    codes: Mapping[int, str] | None = None,
) -> ParsedSummary:
    """What the lines say to this portfolio, with codes put right by hand; one statement.

    Raises ImportRefused.
    """
    return parse_summary(
        lines,
        StandardOutline(**outline_of(elements)),
        service_prefix=portfolio.service.prefix,
        corporate_prefix=portfolio.service.organisation.corporate_prefix,
        codes=codes,
    )
