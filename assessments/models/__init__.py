"""The models of assessments."""

from .assessment import Assessment
from .draft import Draft
from .element_assessment import ClauseAssessment, ElementAssessment
from .gap_reason import GapReason
from .improvement import Improvement, ImprovementUpdate
from .note import PrivateNote
from .plan import PlannedVisit
from .report import ReportFile
from .report_text import ReportText
from .request import EvidenceRequest, RequestEntry
from .retention import RetentionDue

__all__ = [
    "Assessment",
    "ClauseAssessment",
    "Draft",
    "ElementAssessment",
    "EvidenceRequest",
    "GapReason",
    "Improvement",
    "ImprovementUpdate",
    "PlannedVisit",
    "PrivateNote",
    "ReportFile",
    "ReportText",
    "RequestEntry",
    "RetentionDue",
]
