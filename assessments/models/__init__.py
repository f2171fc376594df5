"""The models of assessments."""

from .assessment import Assessment
from .element_assessment import ElementAssessment
from .report import ReportFile

__all__ = ["Assessment", "ElementAssessment", "ReportFile"]
