"""The pages of an organisation about assessments."""

from django.utils.translation import gettext_lazy as _

from accounts.areas import RECORDS, Area, offer

offer(
    Area(
        url_name="assessments:retention",
        permission="assessments.view_retention",
        title=_("Retention"),
        text=_("For how long things are kept, and what is past its time"),
        group=RECORDS,
        position=45,
    )
)
