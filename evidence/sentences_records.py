"""The history of holds and disclosures in words."""

from django.utils.translation import gettext_lazy as _

from accounts.history.sentences import EXPORT, say

say(
    evidence__hold_set=_("Put a hold on {what}: {reason}"),
    evidence__hold_lifted=_("Lifted the hold on {what}: {reason}"),
    evidence__marking_raised=_("Marked {code} {after}, before that {before}"),
    evidence__marking_lowered=_("Lowered the marking of {code} from {before} to {after}: {reason}"),
    evidence__disclosure_opened=_("Opened the request {reference} under the {law}, due {due_on}"),
    evidence__disclosure_gathered=_("Gathered {code}, version {number}, for {reference}"),
    evidence__disclosure_left_out=_("Left {code}, version {number}, out of {reference}"),
    evidence__disclosure_decided=_(
        "Decided on {code}, version {number}, for {reference}: {decision}"
    ),
    evidence__disclosure_extended=_(
        "Took more time for {reference}, until {after} in place of {before}: {reason}"
    ),
    evidence__disclosure_deleted=_(
        "Deleted who asked for {reference}, for what and what was gathered. {rule}"
    ),
    evidence__disclosure_deleted_again=_(
        "Deleted {reference} again, which a restore had brought back. First deleted on {on}. {rule}"
    ),
    evidence__disclosure_refused=_("Refused the request {reference}: {reason}"),
    evidence__disclosure_reopened=_("Opened the request {reference} again: {reason}"),
    evidence__disclosure_released=_(
        "Signed off release {number} of {reference}: {outcome}. SHA-256 {sha256}"
    ),
)
say(
    kind=EXPORT,
    evidence__disclosure_taken=_("Saved release {number} of {reference}"),
    evidence__disclosure_copy_taken=_("Saved the redacted copy of {code} for {reference}"),
)
