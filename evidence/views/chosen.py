"""Many items chosen from the list: shown with what will change, then done in one step."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import serves
from accounts.models import User
from evidence import actions
from evidence.actions import Outcome
from evidence.filters import items_of_list
from evidence.forms_many import (
    DatesForm,
    DownloadForm,
    ElementsForm,
    InForceForm,
    ManyForm,
    MarkingForm,
    OwnerForm,
    ReasonForm,
)
from evidence.models import EvidenceItem, Portfolio
from evidence.permissions import changes_item
from evidence.queries import library_items
from evidence.scope import portfolio_in_scope
from evidence.taking_out import Taken, archive, files_of

from .common import SignedIn, posted

SALT = "evidence.chosen"
MOST = 1000
SHOWN = 100


@dataclass(frozen=True)
class Deed:
    """Something that can be done with many items: how it is called, asked for and done."""

    name: str
    heading: str | Promise
    button: str | Promise
    form: type[ManyForm]
    act: Callable[..., Outcome] | None = None
    done: str | Promise = ""
    of_portfolio: bool = False
    """Whether the action works within the portfolio, so that corporate items may be named."""


@dataclass
class Chosen:
    """The items with which it can be done, and those with which it cannot, and why."""

    items: list[EvidenceItem] = field(default_factory=list)
    left: list[tuple[EvidenceItem, str]] = field(default_factory=list)

    @property
    def signed(self) -> str:
        return signing.dumps([item.pk for item, _why in self.left] + self.keys, salt=SALT)

    @property
    def keys(self) -> list[int]:
        return [item.pk for item in self.items]


SET_OWNER = Deed(
    "owner", gettext_lazy("Set the owner"), gettext_lazy("Set the owner"),
    OwnerForm, actions.set_facts_of_many, gettext_lazy("The owner was set for"),
)  # fmt: skip
SET_DATES = Deed(
    "dates", gettext_lazy("Set dates"), gettext_lazy("Set the dates"),
    DatesForm, actions.set_facts_of_many, gettext_lazy("The dates were set for"),
)  # fmt: skip
SET_MARKING = Deed(
    "marking", gettext_lazy("Set the protective marking"), gettext_lazy("Set the marking"),
    MarkingForm, actions.set_facts_of_many, gettext_lazy("The protective marking was set for"),
)  # fmt: skip
IN_FORCE = Deed(
    "in-force", gettext_lazy("Still in force, checked today"), gettext_lazy("Still in force"),
    InForceForm, actions.confirm_many_in_force, gettext_lazy("Still in force, checked today:"),
)  # fmt: skip
WITHDRAW = Deed(
    "withdraw", gettext_lazy("Withdraw evidence"), gettext_lazy("Withdraw it"),
    ReasonForm, actions.withdraw_many, gettext_lazy("Withdrawn:"),
)  # fmt: skip
LINK = Deed(
    "link", gettext_lazy("Link to elements"), gettext_lazy("Link it"),
    ElementsForm, actions.link_many, gettext_lazy("Linked:"), of_portfolio=True,
)  # fmt: skip
ARCHIVE = Deed(
    "archive", gettext_lazy("No longer use this evidence"), gettext_lazy("No longer use it"),
    ReasonForm, actions.archive_many, gettext_lazy("No longer used:"), of_portfolio=True,
)  # fmt: skip
DOWNLOAD = Deed(
    "download", gettext_lazy("Download files"), gettext_lazy("Download"),
    DownloadForm, of_portfolio=True,
)  # fmt: skip


def _page_of(deed: Deed, permission: str) -> Callable[..., HttpResponseBase]:
    @serves(permission, portfolio_in_scope)
    @require_http_methods(["GET", "HEAD", "POST"])
    def chosen_items(request: SignedIn, portfolio: Portfolio) -> HttpResponseBase:
        return _page(request, portfolio, deed)

    return chosen_items


def _page(request: SignedIn, portfolio: Portfolio, deed: Deed) -> HttpResponseBase:
    found = _chosen(request, portfolio)
    if not found:
        messages.info(request, _("Nothing was chosen. Tick the evidence that you mean first."))
        return _to_list(request, portfolio)
    if len(found) > MOST:
        text = _("At most %(most)s items can be changed in one step, and the list has more.")
        messages.error(request, f"{text % {'most': MOST}} {_('Narrow it by a filter.')}")
        return _to_list(request, portfolio)
    chosen = _sorted_out(found, deed, request.user)
    form = deed.form(posted(request), portfolio=portfolio)
    if form.is_valid() and chosen.items:
        if deed.act is None:
            return _download(request, portfolio, chosen)
        within = {"portfolio": portfolio} if deed.of_portfolio else {}
        outcome = deed.act(items=chosen.keys, by=request.user, **within, **form.said())
        _tell(request, deed, outcome)
        return _to_list(request, portfolio)
    context = {
        "portfolio": portfolio,
        "deed": deed,
        "form": form,
        "chosen": chosen,
        "shown": chosen.items[:SHOWN],
        "more": max(0, len(chosen.items) - SHOWN),
        "list": _list(request),
        "list_url": _list_url(request, portfolio),
        "files": files_of(chosen.items[:SHOWN]) if deed is DOWNLOAD else [],
        "nav": "library",
    }
    return render(request, "evidence/chosen.html", context)


def _chosen(request: SignedIn, portfolio: Portfolio) -> list[EvidenceItem]:
    """The items that the page named; before that those ticked, or all that the list finds."""
    items = library_items(portfolio).select_related("service", "organisation", "owner", "team")
    if request.method == "POST":
        try:
            keys = signing.loads(request.POST.get("items", ""), salt=SALT)
        except signing.BadSignature:
            return []
        return list(items.filter(pk__in=keys))
    if request.GET.get("all"):
        found = items_of_list(portfolio, _list(request)).order_by("prefix", "number")
        return list(found.select_related(*("service", "organisation", "owner", "team"))[: MOST + 1])
    return list(items.filter(code__in=request.GET.getlist("item")[: MOST + 1]))


def _sorted_out(found: list[EvidenceItem], deed: Deed, user: User) -> Chosen:
    chosen = Chosen()
    for item in found:
        why = _why_not(item, deed, user)
        if why:
            chosen.left.append((item, why))
        else:
            chosen.items.append(item)
    return chosen


def _why_not(item: EvidenceItem, deed: Deed, user: User) -> str:
    if deed is DOWNLOAD:
        return ""
    if item.is_withdrawn:
        return _("It was withdrawn.")
    if deed.of_portfolio or changes_item(user, item):
        return ""
    if item.service_id is None:
        return _("It is corporate: only the council’s administrators change it.")
    return _("Only people of the service change it.")


def _download(request: SignedIn, portfolio: Portfolio, chosen: Chosen) -> HttpResponseBase:
    files: list[Taken] = files_of(chosen.items)
    actions.record_taking_out(
        versions=[taken.version for taken in files if taken.version and not taken.problem],
        by=request.user,
    )
    response = StreamingHttpResponse(archive(files), content_type="application/zip")
    name = f"{portfolio.service.slug}-{timezone.localdate()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _tell(request: SignedIn, deed: Deed, outcome: Outcome) -> None:
    items = ngettext("%(number)s item.", "%(number)s items.", outcome.changed)
    if outcome.changed:
        messages.success(request, f"{deed.done} {items % {'number': outcome.changed}}")
    if outcome.left:
        named = [f"{code} ({why})" for code, why in list(outcome.left.items())[:20]]
        if len(outcome.left) > 20:
            named.append("…")
        messages.info(request, _("Left as they are: %(items)s") % {"items": ", ".join(named)})


def _list(request: SignedIn) -> str:
    sent = request.POST if request.method == "POST" else request.GET
    return sent.get("list", "")[:2000]


def _list_url(request: SignedIn, portfolio: Portfolio) -> str:
    slugs = [portfolio.service.slug, portfolio.standard.slug]
    query = QueryDict(_list(request)).urlencode(safe=",")
    return f"{reverse('evidence:library', args=slugs)}{'?' if query else ''}{query}"


def _to_list(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    return redirect(_list_url(request, portfolio))


owner = _page_of(SET_OWNER, "evidence.date_items")
dates = _page_of(SET_DATES, "evidence.date_items")
marking = _page_of(SET_MARKING, "evidence.date_items")
in_force = _page_of(IN_FORCE, "evidence.date_items")
withdraw = _page_of(WITHDRAW, "evidence.date_items")
link = _page_of(LINK, "evidence.change_portfolio")
archive_chosen = _page_of(ARCHIVE, "evidence.change_portfolio")
download = _page_of(DOWNLOAD, "evidence.view_portfolio")
