"""The forms of assessments."""

from .access import AccessForm
from .concluding import ReturnForm
from .opening import OpenAssessmentForm
from .rating import RateForm, rate_form_of
from .self_assessment import SelfAssessmentForm
from .submitting import SubmitForm

__all__ = [
    "AccessForm",
    "OpenAssessmentForm",
    "RateForm",
    "ReturnForm",
    "SelfAssessmentForm",
    "SubmitForm",
    "rate_form_of",
]
