"""The only writers of assessments: one verb, one function."""

from .access import (
    NotGiven,
    change_access,
    confirm_access,
    delete_notes_without_access,
    end_access,
    give_access,
    send_invitation_again,
)
from .answering import answer
from .approving import approve_elements, return_element, send_for_approval
from .asking import (
    accept_answer,
    ask,
    close_open_requests,
    return_answer,
    withdraw_request,
)
from .assigning import Duty, assign_elements
from .concluding import complete_assessment, return_assessment
from .covering import CoverageMoved, change_coverage
from .drafting import drop_drafts, drop_old_drafts, keep_draft
from .improving import ImprovementMoved, change_improvement, report_progress
from .judging import Judgement
from .noting import save_note
from .opened import record_opened
from .opening import open_assessment
from .planning import PlanMoved, drop_plan, plan_visit, version_of
from .preparing import save_self_assessment
from .rating import rate_element, take_back_rating
from .reopening import reopen_assessment
from .reporting import ReportTextMoved, write_report_text
from .requests import RequestMoved
from .revisions import ChangedMeanwhile
from .submitting import Incomplete, submit_assessment

__all__ = [
    "ChangedMeanwhile",
    "CoverageMoved",
    "Duty",
    "ImprovementMoved",
    "Incomplete",
    "Judgement",
    "NotGiven",
    "PlanMoved",
    "ReportTextMoved",
    "RequestMoved",
    "accept_answer",
    "answer",
    "approve_elements",
    "ask",
    "assign_elements",
    "change_access",
    "change_coverage",
    "change_improvement",
    "close_open_requests",
    "complete_assessment",
    "confirm_access",
    "delete_notes_without_access",
    "drop_drafts",
    "drop_old_drafts",
    "drop_plan",
    "end_access",
    "give_access",
    "keep_draft",
    "open_assessment",
    "plan_visit",
    "rate_element",
    "record_opened",
    "reopen_assessment",
    "report_progress",
    "return_answer",
    "return_assessment",
    "return_element",
    "save_note",
    "save_self_assessment",
    "send_for_approval",
    "send_invitation_again",
    "submit_assessment",
    "take_back_rating",
    "version_of",
    "withdraw_request",
    "write_report_text",
]
