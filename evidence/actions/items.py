"""Items of evidence."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import Organisation, Service, Team, User
from criteria.models import Element
from evidence.enums import LinkStatus
from evidence.intake.stored import StoredFile
from evidence.models import EvidenceItem, EvidenceLink, Portfolio

from .about import about_item
from .codes import Code, draw_code
from .links import link_evidence
from .versions import add_version


class CodeTaken(Exception):
    """Another item of the organisation has this code."""


@transaction.atomic
def add_evidence(
    *,
    portfolio: Portfolio,
    element: Element,
    title: str,
    team: Team,
    file: StoredFile,
    by: User,
    sent_as: UUID | None = None,
    note: str = "",
    address: str = "",
    seen_on: date | None = None,
) -> EvidenceLink:
    """A new service item with its first version, linked to the element as New.

    Its code is the team's next; raises NoFreeCode. The bytes of `file` are stored already.
    Raises SentAlready where the sending `sent_as` has made a version.
    """
    organisation = portfolio.service.organisation
    code = draw_code(organisation=organisation, team=team)
    item = register_item(
        organisation=organisation,
        service=portfolio.service,
        team=team,
        code=code,
        title=title,
        by=by,
    )
    add_version(
        item=item,
        file=file,
        by=by,
        note=note,
        address=address,
        seen_on=seen_on,
        sent_as=sent_as,
    )
    return link_evidence(
        portfolio=portfolio, element=element, item=item, status=LinkStatus.NEW, by=by
    )


@transaction.atomic
def register_item(
    *,
    organisation: Organisation,
    service: Service | None,
    code: Code,
    title: str,
    by: User | None,
    team: Team | None = None,
    printed_code: str = "",
) -> EvidenceItem:
    """An item without a file yet; without a service it is corporate. Raises CodeTaken.

    `printed_code` is the code as a document writes it (`HR-12`), where it differs.
    """
    try:
        with transaction.atomic():
            item = EvidenceItem.objects.create(
                organisation=organisation,
                service=service,
                team=team,
                code=printed_code or str(code),
                prefix=code.prefix,
                number=code.number,
                title=title,
                created_by=by,
            )
    except IntegrityError as error:
        raise CodeTaken(_("%(code)s is in use already.") % {"code": code}) from error
    record(verb="evidence.added", by=by, about=about_item(item), code=item.code, title=item.title)
    return item
