"""What documents say, as plain frozen data: no database, no Django, nothing to fetch.

Whoever fills these copies words and marks out of the models in order; every figure in a
document is derived here, so that no two numbers on paper can disagree.
"""

from .assessed import AssessedPaper, CriterionRow, Improvement, Remark
from .assessor import AssessorContent, Findings, Passage
from .elements import (
    Clause,
    CriterionContent,
    ElementContent,
    EvidenceLine,
    SubCriterionContent,
    Tally,
)
from .marks import EXCLUDED, MET, NOT_MET, PARTIAL, LevelName, Levels, RatingMark
from .paper import BRAND, Fact, HouseStyle, Logo, Paper
from .summary import IndexEntry, SummaryContent
from .words import anchor, breakable, in_runs, natural, shorten

__all__ = [
    "BRAND",
    "EXCLUDED",
    "MET",
    "NOT_MET",
    "PARTIAL",
    "AssessedPaper",
    "AssessorContent",
    "Clause",
    "CriterionContent",
    "CriterionRow",
    "ElementContent",
    "EvidenceLine",
    "Fact",
    "Findings",
    "HouseStyle",
    "Improvement",
    "IndexEntry",
    "LevelName",
    "Levels",
    "Logo",
    "Paper",
    "Passage",
    "RatingMark",
    "Remark",
    "SubCriterionContent",
    "SummaryContent",
    "Tally",
    "anchor",
    "breakable",
    "in_runs",
    "natural",
    "shorten",
]
