"""The history of people in words."""

from django.utils.translation import gettext_lazy as _

from accounts.history.sentences import say

say(
    accounts__invited=_("Invited {who}"),
    accounts__invited_again=_("Sent the invitation of {who} again"),
    accounts__invitation_accepted=_("Accepted the invitation"),
    accounts__invitation_withdrawn=_("Withdrew the invitation of {who}"),
)
