"""The history of people in words."""

from django.utils.translation import gettext_lazy as _

from accounts.history.sentences import say

say(
    accounts__invited=_("Invited {who}"),
    accounts__invited_again=_("Sent the invitation of {who} again"),
    accounts__invitation_accepted=_("Accepted the invitation"),
    accounts__invitation_withdrawn=_("Withdrew the invitation of {who}"),
    accounts__accent_chosen=_(
        "Changed the accent colour of {organisation}’s documents from {before} to {after}"
    ),
    accounts__logo_put=_("Put a logo on {organisation}’s documents: {says}"),
    accounts__logo_described=_("Said anew what the logo of {organisation} shows: {after}"),
    accounts__logo_taken_away=_("Took the logo off {organisation}’s documents"),
)
