"""What the history says about standards."""

from django.utils.translation import gettext_lazy as _

from accounts.history.sentences import say

say(
    standard__loaded=_(
        "Loaded {standard}: {created} entries created, {updated} updated, {removed} removed"
    ),
    standard__used=_("Began to use {standard}, {edition}: its wording is now fixed"),
    criteria__own_guidance_written=_(
        "Changed the organisation’s own guidance for {element} of {standard}, {edition}"
    ),
)
