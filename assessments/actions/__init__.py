"""The only writers of assessments: one verb, one function."""

from .assessing import complete_assessment, rate_element, return_assessment
from .preparing import open_assessment, save_self_assessment, submit_assessment
from .revisions import ChangedMeanwhile

__all__ = [
    "ChangedMeanwhile",
    "complete_assessment",
    "open_assessment",
    "rate_element",
    "return_assessment",
    "save_self_assessment",
    "submit_assessment",
]
