"""The parts of the assessor's report that are prose, by the names that addresses give them."""

from collections.abc import Iterable

OF_CRITERION = "criterion-"
PROSE = ("introduction", "method", "strengths", "conclusion", "recommendation")


def is_part(part: str, criteria: Iterable[str]) -> bool:
    """Whether the report has such a part; `criteria` are the codes of its edition's."""
    return part in PROSE or part in {OF_CRITERION + code for code in criteria}
