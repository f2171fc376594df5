"""The history of destruction and retention in words."""

from django.utils.translation import gettext_lazy as _

from accounts.history.sentences import say

say(
    evidence__destruction_asked=_(
        "Asked that version {number} of {code} be destroyed: {reason} ({authority})"
    ),
    evidence__destruction_refused=_("Refused to destroy version {number} of {code}: {why}"),
    evidence__destruction_withdrawn=_(
        "Took back the request to destroy version {number} of {code}"
    ),
    evidence__destroyed=_("Destroyed version {number} of {code}: {reason} ({authority})"),
    evidence__retention_of_requests_changed=_(
        "Changed how long requests for information are kept, from {before} to {after} years"
    ),
    evidence__retention_changed=_(
        "Changed the retention rule from {before} to {after} full cycles"
    ),
    evidence__destroyed_again=_(
        "Destroyed version {number} of {code} again after a restore: {reason}"
    ),
)
