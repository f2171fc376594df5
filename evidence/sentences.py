"""The history of evidence in words."""

from django.utils.translation import gettext_lazy as _

from accounts.history.sentences import READING, say

say(
    evidence__portfolio_opened=_("Opened the evidence of {service} for {standard}"),
    evidence__added=_("Added {code}: {title}"),
    evidence__version_added=_("Added version {number} of {code}, {file_name}"),
    evidence__redacted_added=_(
        "Added a redacted copy of version {beside} of {code}, as version {number}"
    ),
    evidence__picture_added=_("Added the picture {file_name} to version {beside} of {code}"),
    evidence__withdrawn=_("Withdrew {code}: {reason}"),
    evidence__restored=_("Restored {code}"),
    evidence__intake_added=_(
        "Added files: {files}. New items: {new}; for items that were there: {matched}; "
        "linked: {linked}"
    ),
    evidence__found_clean=_("Found no virus in version {number} of {code}"),
    evidence__found_infected=_("Found version {number} of {code} to be harmful: it is locked"),
    evidence__filled_in=_("Filled in what was not known of {code}"),
    evidence__linked=_("Linked {code} to {element}"),
    evidence__link_edited=_("Changed where to look or why it matters for {code} in {element}"),
    evidence__link_moved=_("Moved {code} to place {position} of {element}"),
    evidence__link_archived=_("No longer uses {code} for {element}: {reason}"),
    evidence__link_restored=_("Uses {code} for {element} again"),
    evidence__link_status_changed=_("Changed the status of {code} for {element} to {status}"),
    evidence__retitled=_("Changed the title of {code} from “{before}” to “{title}”"),
    evidence__imported=_("Imported {source_name}: {evidence} items, {links} links"),
    evidence__frozen=_("Locked the evidence for submission: {links} links"),
    evidence__added_on_request=_("Added {code} to what was submitted for {element}, on request"),
    evidence__access_granted=_("Gave {reader} access from {starts_on} to {ends_on}"),
    evidence__access_changed=_("Changed the access of {reader}: from {starts_on} to {ends_on}"),
    evidence__access_withdrawn=_("Withdrew the access of {reader}"),
    evidence__access_confirmed=_("Confirmed the access of {reader} after a restore"),
    evidence__deactivated=_("Put back among the new what had become active for {elements}"),
    evidence__activated=_("Made the accepted new evidence active for {elements}"),
)
say(
    kind=READING,
    evidence__read=_("Read {code}, version {number}"),
)
