"""The commentary on the element page: as it reads, and which of its codes lead nowhere."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.writing import Block, blocks_of, codes_in
from criteria.models import Element
from evidence.models import EvidenceItem, Portfolio
from evidence.queries import ElementEvidence


@dataclass(frozen=True)
class Commentary:
    """`warnings` say which codes lead nowhere, or to what is no longer used here."""

    blocks: tuple[Block, ...]
    warnings: tuple[str, ...]


def commentary_of(
    portfolio: Portfolio, element: Element, text: str, evidence: ElementEvidence
) -> Commentary:
    """The text with its codes as links; one statement where it names items not linked here."""
    service = portfolio.service
    named = codes_in(text, (service.prefix, service.organisation.corporate_prefix))
    here = {row.item.code for row in evidence.in_use}
    dropped = {row.item.code for row in evidence.archived}
    known = here | dropped | _elsewhere(portfolio, set(named) - here - dropped)
    urls = {code: _address(portfolio, element, code) for code in named if code in known}
    return Commentary(
        blocks_of(text, urls),
        tuple(_warnings(named, known=known, dropped=dropped)),
    )


def _elsewhere(portfolio: Portfolio, codes: set[str]) -> set[str]:
    if not codes:
        return set()
    items = EvidenceItem.objects.of_service(portfolio.service).filter(code__in=codes)
    return set(items.values_list("code", flat=True))


def _warnings(named: list[str], *, known: set[str], dropped: set[str]) -> list[str]:
    said = []
    for code in named:
        if code not in known:
            said.append(_("%(code)s is not in your evidence.") % {"code": code})
        elif code in dropped:
            said.append(_("%(code)s is no longer used for this element.") % {"code": code})
    return said


def _address(portfolio: Portfolio, element: Element, code: str) -> str:
    slugs = [portfolio.service.slug, portfolio.standard.slug]
    return f"{reverse('evidence:item', args=[*slugs, code])}?element={element.code}"
