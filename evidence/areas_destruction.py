"""The pages of an organisation about destruction and retention."""

from django.utils.translation import gettext_lazy as _

from accounts.areas import RECORDS, Area, offer
from evidence.queries.waiting import destructions_waiting

offer(
    Area(
        url_name="evidence:destructions",
        permission="evidence.view_destructions",
        title=_("Destruction"),
        text=_("Files that are to be destroyed or were, and who asked and agreed"),
        group=RECORDS,
        position=40,
        waits=destructions_waiting,
    )
)
