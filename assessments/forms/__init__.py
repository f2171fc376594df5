"""The forms of assessments."""

from .access import AccessForm, DaysForm
from .concluding import CompleteForm, ReopenForm, ReturnForm
from .noting import NoteForm, note_form_of
from .opening import OpenAssessmentForm
from .rating import RateForm, rate_form_of
from .self_assessment import SelfAssessmentForm
from .submitting import SubmitForm

__all__ = [
    "AccessForm",
    "CompleteForm",
    "DaysForm",
    "NoteForm",
    "OpenAssessmentForm",
    "RateForm",
    "ReopenForm",
    "ReturnForm",
    "SelfAssessmentForm",
    "SubmitForm",
    "note_form_of",
    "rate_form_of",
]
