"""What was seen: a note with pictures beside it, as evidence that is no document.

Pictures stand or fall each on its own, and none of them holds up the note: it is kept with
the pictures that are good, and its page says what became of the others and takes further
ones. So nothing typed and nothing sent well is lost, with scripts or without.
"""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.files.base import File
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import serves
from evidence.actions import (
    MOST_PICTURES,
    ItemWithdrawn,
    NoFreeCode,
    SentAlready,
    TooManyPictures,
    add_evidence,
    add_picture,
)
from evidence.forms_observations import ObservationForm, PicturesForm
from evidence.intake.names import base_name
from evidence.intake.refusal import Refused
from evidence.intake.store import store
from evidence.intake.written import store_note
from evidence.models import EvidenceItem, EvidenceVersion, Portfolio
from evidence.scope import portfolio_in_scope

from .common import (
    SignedIn,
    element_of,
    offer_teams,
    original_of_item,
    posted,
    to_item,
    to_item_of,
    way_to_element,
)
from .sending import sent_as_of


@serves("evidence.change_portfolio", portfolio_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def observe(request: SignedIn, portfolio: Portfolio, code: str) -> HttpResponse:
    """A note of what was seen, with its pictures, as a new item linked to the element."""
    element = element_of(portfolio, code)
    form = ObservationForm(posted(request), initial={"sending": uuid4()})
    teams = offer_teams(form, portfolio, request.user)
    if form.is_valid():
        said, team = form.cleaned_data, teams.get(form.cleaned_data["team"])
        where = f"{portfolio.pk} {element.pk} note"
        try:
            if team is None:
                raise NoFreeCode(_("Ask an administrator to set up a team and its numbers."))
            with store_note(said["words"]) as stored:
                version = add_evidence(
                    portfolio=portfolio,
                    element=element,
                    title=said["title"],
                    team=team,
                    file=stored,
                    by=request.user,
                    sent_as=sent_as_of(said["sending"], request.user, where, stored),
                ).item.versions.get()
        except SentAlready as before:
            version = before.version
        except NoFreeCode as full:
            form.add_error(None, str(full))
            return _page(request, portfolio, code, form)
        except Refused as refused:
            form.add_error("words", f"{refused.reason} {refused.remedy}")
            return _page(request, portfolio, code, form)
        messages.success(request, _("Added %(item)s.") % {"item": version.item})
        _add_pictures(request, version, said["sending"])
        return to_item_of(portfolio, version.item)
    return _page(request, portfolio, code, form)


@serves("evidence.change_item", original_of_item)
@require_http_methods(["GET", "HEAD", "POST"])
def add_pictures(request: SignedIn, item: EvidenceItem) -> HttpResponse:
    """Further pictures beside a note."""
    version: EvidenceVersion = item.chosen  # type: ignore[attr-defined]
    form = PicturesForm(posted(request), request.FILES or None)
    if form.is_valid():
        _add_pictures(request, version, None)
        return to_item(item)
    context = {
        "portfolio": item.seen_from,  # type: ignore[attr-defined]
        "item": item,
        "form": form,
        "nav": "library",
    }
    return render(request, "evidence/item_pictures.html", context)


def _page(
    request: SignedIn, portfolio: Portfolio, code: str, form: ObservationForm
) -> HttpResponse:
    element = element_of(portfolio, code)
    context = {
        "portfolio": portfolio,
        "element": element,
        "form": form,
        "most": MOST_PICTURES,
        "breadcrumbs": way_to_element(portfolio, element),
        "nav": "overview",
    }
    return render(request, "evidence/observation_new.html", context)


def _add_pictures(request: SignedIn, version: EvidenceVersion, number: UUID | None) -> None:
    added = 0
    for at, upload in enumerate(request.FILES.getlist("pictures")):
        try:
            added += _add_picture(request, version, upload, number, at)
        except (Refused, TooManyPictures, ItemWithdrawn) as error:
            words = f"{error.reason} {error.remedy}" if isinstance(error, Refused) else str(error)
            name = base_name(str(upload.name))
            text = _("%(name)s was not added. %(why)s") % {"name": name, "why": words}
            messages.error(request, text)
    if added:
        messages.success(request, _("Pictures added: %(number)s.") % {"number": added})


def _add_picture(
    request: SignedIn, version: EvidenceVersion, upload: File, number: UUID | None, at: int
) -> bool:
    """Whether it is new. Raises Refused also for what is no picture."""
    try:
        with store(upload) as stored:
            if not stored.media_type.startswith("image/"):
                raise Refused(
                    _("It is not a picture."), _("Add it as evidence of its own instead.")
                )
            sent_as = sent_as_of(number, request.user, f"{version.pk} picture {at}", stored)
            add_picture(version=version, file=stored, by=request.user, sent_as=sent_as)
    except SentAlready:
        return False
    return True
