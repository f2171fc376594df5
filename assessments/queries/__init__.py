"""Reads of assessments, each with a fixed number of SQL statements."""

from .counts import Ages, EvidenceCounts, count_evidence
from .element import clauses_with_notes, history_of_element, parts_from, rows_of_element
from .portfolios import PortfolioStanding, standing_of_portfolios
from .standing import Standing, standing_of, standing_without_assessment
from .visits import gap_reasons_of, last_found, open_or_latest, visit_before, year_of

__all__ = [
    "Ages",
    "EvidenceCounts",
    "PortfolioStanding",
    "Standing",
    "clauses_with_notes",
    "count_evidence",
    "gap_reasons_of",
    "history_of_element",
    "last_found",
    "open_or_latest",
    "parts_from",
    "rows_of_element",
    "standing_of",
    "standing_of_portfolios",
    "standing_without_assessment",
    "visit_before",
    "year_of",
]
