"""All that has happened to an item."""

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import serves
from evidence.histories import history_of_item
from evidence.models import EvidenceItem

from .common import SignedIn, item_of_portfolio
from .histories import answer_with


@serves("evidence.view_item", item_of_portfolio)
@require_safe
def item_history(request: SignedIn, item: EvidenceItem) -> HttpResponseBase:
    """Its history, newest first; who read it is told to information governance alone."""
    portfolio = item.seen_from  # type: ignore[attr-defined]
    slugs = [portfolio.service.slug, portfolio.standard.slug]
    return answer_with(
        request,
        history_of_item(request.user, item, portfolio),
        title=_("History of %(code)s") % {"code": item.code},
        lead=_("What was done with this evidence, newest first."),
        around={
            "caption": item.title,
            "breadcrumbs": [
                {"text": _("Your work"), "url": reverse("home")},
                {"text": _("CSE evidence"), "url": reverse("evidence:library", args=slugs)},
                {"text": str(item), "url": reverse("evidence:item", args=[*slugs, item.code])},
            ],
            "portfolio": portfolio,
            "nav": "library",
        },
    )
