"""What an organisation looks after in its records."""

from django.utils.translation import gettext_lazy as _

from accounts.areas import RECORDS, Area, offer
from evidence.queries.waiting import disclosures_waiting, holds_waiting

offer(
    Area(
        url_name="evidence:records_search",
        permission="evidence.govern_records",
        title=_("Search all services"),
        text=_("Every item of evidence of the organisation, withdrawn ones and old versions too"),
        group=RECORDS,
        position=10,
    ),
    Area(
        url_name="evidence:disclosures",
        permission="evidence.govern_records",
        title=_("Disclosures"),
        text=_("Requests for information: what is released, redacted and withheld"),
        group=RECORDS,
        position=20,
        waits=disclosures_waiting,
    ),
    Area(
        url_name="evidence:holds",
        permission="evidence.govern_records",
        title=_("Holds"),
        text=_("What must not be destroyed for now, and why"),
        group=RECORDS,
        position=30,
        waits=holds_waiting,
    ),
    Area(
        url_name="evidence:organisation_history",
        permission="accounts.view_history",
        title=_("History"),
        text=_("What was done, read, exported and refused, and by whom"),
        group=RECORDS,
        position=60,
    ),
)
