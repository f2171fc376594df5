"""The forms of assessments."""

from .access import AccessForm, DaysForm
from .concluding import CompleteForm, ReopenForm, ReturnForm
from .covering import CoverageForm, PlanForm
from .improving import ImprovementForm, ProgressForm
from .noting import NoteForm, note_form_of
from .opening import OpenAssessmentForm
from .rating import RateForm, rate_form_of
from .reporting import ReportTextForm, report_form_of
from .requesting import (
    AnswerForm,
    AskForm,
    ReturnAnswerForm,
    StepForm,
    WithdrawRequestForm,
)
from .self_assessment import SelfAssessmentForm
from .submitting import SubmitForm

__all__ = [
    "AccessForm",
    "AnswerForm",
    "AskForm",
    "CompleteForm",
    "CoverageForm",
    "DaysForm",
    "ImprovementForm",
    "NoteForm",
    "OpenAssessmentForm",
    "PlanForm",
    "ProgressForm",
    "RateForm",
    "ReopenForm",
    "ReportTextForm",
    "ReturnAnswerForm",
    "ReturnForm",
    "SelfAssessmentForm",
    "StepForm",
    "SubmitForm",
    "WithdrawRequestForm",
    "note_form_of",
    "rate_form_of",
    "report_form_of",
]
