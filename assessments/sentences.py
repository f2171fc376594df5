"""The history of assessments in words."""

from django.utils.translation import gettext_lazy as _

from accounts.history.sentences import EXPORT, READING, say

say(
    assessments__opened=_("Opened {label}"),
    assessments__coverage_changed=_(
        "Changed what is under review; taken in: {taken_in}; taken out: {taken_out}"
    ),
    assessments__visit_planned=_("Planned {visit}: {elements}"),
    assessments__plan_dropped=_("Took the proposal for {visit} again"),
    assessments__self_assessed=_("Self-rating {self_rating}, {words} words of commentary"),
    assessments__assigned=_("Owner {owner}, due {due}"),
    assessments__sent_for_approval=_("Sent for approval"),
    assessments__approved=_("Approved"),
    assessments__sent_back=_("Returned to the owner: {reason}"),
    assessments__approval_taken_back=_("Changed, so the approval was taken back"),
    assessments__submitted=_("Submitted {label} for assessment"),
    assessments__returned=_("Returned {label} to the service: {reason}"),
    assessments__rated=_("Rated {rating}"),
    assessments__rating_taken_back=_("Took a rating back: {rating} again"),
    assessments__accepted=_("Accepted the evidence"),
    assessments__acceptance_withdrawn=_("Took the acceptance back"),
    assessments__parts_accepted=_("Parts accepted: {count}"),
    assessments__evidence_asked=_("Asked for more evidence. {text}"),
    assessments__request_answered=_("Answered the assessor. {said}"),
    assessments__answer_accepted=_("Accepted the answer"),
    assessments__answer_returned=_("Returned the answer: {reason}"),
    assessments__request_withdrawn=_("Withdrew a request for evidence"),
    assessments__report_written=_("Wrote “{part}” of the report: {after} words, {before} before"),
    assessments__completed=_("Completed {label}"),
    assessments__reopened=_("Opened {label} again: {reason}"),
    assessments__improvement_changed=_("Changed the improvement"),
    assessments__improvement_reported=_("Improvement {progress}: {text}"),
    assessments__document_made=_("Made the document {report}"),
    assessments__document_issued=_("Issued the document {report}, issue {issue}: SHA-256 {sha256}"),
    assessments__disposed=_("Deleted the texts of {label}: {rule}"),
    assessments__disposed_again=_(
        "Deleted the texts of {label} again, which a restore had brought back. First deleted on"
        " {on}: {rule}"
    ),
    assessments__document_disposed=_(
        "Destroyed the file of the document {report}, issue {issue}: {reason}"
    ),
)
say(
    kind=READING,
    assessments__read=_("Opened {element} of {label}"),
    assessments__document_read=_("Opened the document {report}"),
    assessments__document_shown=_("Read the document {report} of {label} on screen"),
)
say(
    kind=EXPORT,
    assessments__document_exported=_("Exported the document {report} of {label} as {format}"),
)
