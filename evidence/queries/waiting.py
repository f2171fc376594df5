"""What waits in the records of an organisation, in a few words for information governance."""

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation, User
from accounts.templatetags.portal import british_date
from evidence.models import Destruction, Disclosure, Hold


def disclosures_waiting(user: User, organisation: Organisation) -> str:
    """How many are open, how many of them overdue, and when the next is due; one statement."""
    overdue = Count("pk", filter=Q(due_on__lt=timezone.localdate()))
    found = (
        Disclosure.objects.open()
        .filter(organisation=organisation)
        .order_by()
        .aggregate(open=Count("pk"), overdue=overdue, next=Min("due_on"))
    )
    if not found["open"]:
        return ""
    said = ngettext("%(n)s open", "%(n)s open", found["open"]) % {"n": found["open"]}
    if found["overdue"]:
        return f"{said}, {_('%(n)s overdue') % {'n': found['overdue']}}"
    return f"{said}, {_('next due %(day)s') % {'day': british_date(found['next'])}}"


def holds_waiting(user: User, organisation: Organisation) -> str:
    """How many stand; one statement."""
    standing = Hold.objects.standing().filter(organisation=organisation).count()
    return ngettext("%(n)s stands", "%(n)s stand", standing) % {"n": standing} if standing else ""


def destructions_waiting(user: User, organisation: Organisation) -> str:
    """How many were asked for and not decided; one statement, none for other people."""
    if not user.has_perm("evidence.govern_records", organisation):
        return ""
    asked = Destruction.objects.open().filter(version__item__organisation=organisation).count()
    return _("%(n)s asked for") % {"n": asked} if asked else ""
