"""The history of people in words."""

from django.utils.translation import gettext_lazy as _

from accounts.history.sentences import EXPORT, READING, REFUSAL, SIGN_IN, say

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
    accounts__restored=_(
        "Restored the portal from the backup of {made}, with {entries} entries of history and"
        " {files} files; suspended access: {suspended}; invitations that ended: {invitations}"
    ),
)

say(
    kind=SIGN_IN,
    accounts__signed_in=_("Signed in by {factor}"),
    accounts__signed_out=_("Signed out"),
    accounts__sign_in_refused=_("Refused a sign-in as {who}: the password was wrong"),
    accounts__unknown_sign_in_refused=_("Refused a sign-in with an address that nobody has"),
    accounts__factor_refused=_("Refused a sign-in as {who}: the second factor was wrong"),
    accounts__locked_out=_("Stopped taking passwords and codes for {who} after too many attempts"),
    accounts__slowed_down=_("Stopped serving {who} for a while, who asked for too much at once"),
    accounts__place_locked_out=_("Stopped taking passwords from one address after too many"),
    accounts__password_changed=_("Changed their password"),
    accounts__password_reset_asked=_("Somebody asked for a letter to set the password of {who}"),
    accounts__unknown_password_reset_asked=_(
        "Somebody asked for a letter to set a password, with an address that nobody has"
    ),
    accounts__password_reset=_("Chose a new password by the link in a letter"),
    accounts__factor_added=_("Set up a second factor: {factor}"),
    accounts__factor_removed=_("Took away a second factor: {factor}"),
    accounts__recovery_codes_made=_("Had new recovery codes made"),
    accounts__recovery_code_used=_("Used a recovery code; {left} are left"),
    accounts__provider_linked=_("Signed in by {provider} for the first time"),
    accounts__provider_refused=_("Refused a sign-in by {provider}: {reason}"),
    accounts__session_ended=_("Signed out in one other place"),
    accounts__other_sessions_ended=_("Signed out in all other places"),
    accounts__sessions_ended=_("Signed {who} out everywhere"),
    accounts__second_factor_reset=_("Reset the second factor of {who}"),
    accounts__second_factor_reset_by_command=_(
        "Reset the second factor of {who}, by command: {reason}"
    ),
)
say(
    kind=REFUSAL,
    accounts__refused=_("Was refused {path} ({method})"),
    accounts__refused_often=_("Was refused {times} more times between {first} and {last}"),
)
say(
    kind=READING,
    accounts__page_read=_("Read {page}, once or more in ten minutes"),
)
say(
    kind=EXPORT,
    accounts__history_exported=_("Exported the history of {name} as {format}"),
    accounts__backed_up=_("Began to write a backup of database and files"),
)
