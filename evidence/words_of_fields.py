"""What the facts of evidence are called where the history tells how they changed."""

from django.utils.translation import gettext_lazy as _

from accounts.words_of_fields import call

call(
    title=_("Title"),
    description=_("Description"),
    locator=_("Where to look"),
    rationale=_("Why it matters"),
    owner=_("Owner"),
    marking=_("Protective marking"),
    review_on=_("Review due"),
    covers_from=_("Covers from"),
    covers_to=_("Covers to"),
    produced_on=_("Produced on"),
)
