"""The only writers of assessments: one verb, one function."""

from .concluding import complete_assessment, return_assessment
from .drafting import drop_drafts, drop_old_drafts, keep_draft
from .opening import open_assessment
from .preparing import save_self_assessment
from .rating import rate_element
from .revisions import ChangedMeanwhile
from .submitting import submit_assessment

__all__ = [
    "ChangedMeanwhile",
    "complete_assessment",
    "drop_drafts",
    "drop_old_drafts",
    "keep_draft",
    "open_assessment",
    "rate_element",
    "return_assessment",
    "save_self_assessment",
    "submit_assessment",
]
