"""The history of an organisation's people and of their data, in words."""

from django.utils.translation import gettext_lazy as _

from accounts.history.sentences import EXPORT, say

say(
    accounts__roles_changed=_("Changed the roles of {who} from “{before}” to “{after}”"),
    accounts__administrator_added=_("Made {who} an administrator, by command"),
    accounts__organisation_made=_("Made the organisation {organisation}, by command"),
    accounts__statement_written=_("Changed the public page “{page}” of {organisation}"),
    accounts__service_made=_("Made the service {service}, by command"),
    accounts__numbers_given=_("Gave {team} the numbers {first} to {last}, by command"),
    accounts__person_corrected=_("Corrected the name or address of a person"),
    accounts__person_deactivated=_("Deactivated {who}, until then {before}"),
    accounts__person_activated=_("Activated {who} again: {after}"),
    accounts__person_erased=_("Erased a person, now called {who}: {reason}"),
)
say(
    kind=EXPORT,
    accounts__own_data_exported=_("Downloaded what is held about themselves"),
    accounts__person_data_exported=_("Downloaded what is held about {who}"),
)
