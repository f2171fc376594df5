"""The Assessment Summary of an assessment.

What was submitted is read from its snapshot; before that, and after a return, the evidence
as it stands.
"""

from django.utils.translation import gettext as _

from assessments.models import Assessment

from ..content import SummaryContent
from .assessed import AssessedReader


def build_summary(assessment: Assessment) -> SummaryContent:
    """The whole summary; at most 15 SQL statements whatever the size."""
    return SummaryContent(title=_("Assessment Summary"), **AssessedReader(assessment).fields())
