"""What entries of the history are about, for the things of this app."""

from accounts.history import About
from evidence.models import EvidenceItem, EvidenceLink, Portfolio


def about_portfolio(portfolio: Portfolio, element_code: str = "") -> About:
    return About(
        organisation_id=portfolio.service.organisation_id,
        portfolio_id=portfolio.pk,
        element_code=element_code,
    )


def about_item(item: EvidenceItem) -> About:
    return About(organisation_id=item.organisation_id, item_id=item.pk)


def about_link(link: EvidenceLink) -> About:
    return About(
        organisation_id=link.item.organisation_id,
        portfolio_id=link.portfolio_id,
        item_id=link.item_id,
        element_code=link.element.code,
    )
