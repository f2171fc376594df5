"""Words of the history in which somebody else wrote a person's name."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.history.naming import entries_naming
from accounts.models import Organisation, User

from . import keeps_copies

MOST = 20


@keeps_copies
def words_that_name(user: User, organisation: Organisation) -> Iterable[str]:
    """They are sealed, and about something else: whoever erases knows where they are."""
    found = entries_naming(user, organisation.pk, most=MOST + 1)
    for entry in found[:MOST]:
        day = date_format(timezone.localtime(entry.at), "j F Y")
        said = {"day": day, "sentence": entry.sentence}
        yield _("The history of %(day)s, in words about something else: %(sentence)s") % said
    if len(found) > MOST:
        yield _("Further entries of the history: search for the name in its CSV file")
