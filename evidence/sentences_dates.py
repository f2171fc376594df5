"""The history of the facts and dates of evidence in words."""

from django.utils.translation import gettext_lazy as _

from accounts.history.sentences import EXPORT, say

say(
    evidence__edited=_("Changed what is known of {code}"),
    evidence__confirmed_in_force=_("Checked that {code} is still in force"),
)
say(
    kind=EXPORT,
    evidence__taken_out=_("Downloaded {code}, version {number}, with others"),
    evidence__exported=_("Exported the evidence of {service} as {format}"),
)
