"""Adding files to an element: each file stands or falls on its own."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import serves
from accounts.models import Team, User
from criteria.models import Element
from evidence.actions import NoFreeCode, add_evidence
from evidence.intake.names import base_name, clean_words, title_from_name
from evidence.intake.refusal import Refused
from evidence.intake.store import store
from evidence.models import EvidenceLink, Portfolio
from evidence.queries import teams_of, usual_team
from evidence.scope import portfolio_in_scope

from .common import SignedIn, back_to_element, element_of

MOST_FILES = 50
LONGEST_TITLE = 300


@dataclass(frozen=True)
class Sent:
    """One file as it came, with the title typed for it or made from its name."""

    upload: UploadedFile
    title: str


@serves("evidence.change_portfolio", portfolio_in_scope)
@require_POST
def add(request: SignedIn, portfolio: Portfolio, code: str) -> HttpResponseBase:
    """Files as new evidence: answered in JSON where asked for, else by going back."""
    element = element_of(portfolio, code)
    sent = _sent(request)
    try:
        team = _team(request, portfolio)
        _check_number(sent)
    except Refused as refused:
        return _refuse_all(request, portfolio, element, refused)
    added, refusals = _add_each(portfolio, element, team, sent, request.user)
    if request.accepts("text/html"):
        _tell(request, added, refusals)
        return back_to_element(request, portfolio, code, at="add-evidence")
    return _answer(added, refusals)


def _sent(request: SignedIn) -> list[Sent]:
    titles = request.POST.getlist("titles")
    files = request.FILES.getlist("files")
    return [
        Sent(upload, _title(titles[at] if at < len(titles) else "", upload))
        for at, upload in enumerate(files)
    ]


def _title(typed: str, upload: UploadedFile) -> str:
    return clean_words(typed)[:LONGEST_TITLE] or title_from_name(str(upload.name)) or _("Untitled")


def _check_number(sent: list[Sent]) -> None:
    if not sent:
        raise Refused(_("No file was chosen."), _("Choose one or more files, then add them."))
    if len(sent) > MOST_FILES:
        raise Refused(
            _("%(sent)s files are more than %(most)s, the most at one time.")
            % {"sent": len(sent), "most": MOST_FILES},
            _("None was added. Add them in several parts."),
        )


def _team(request: SignedIn, portfolio: Portfolio) -> Team:
    teams = teams_of(portfolio)
    wanted = request.POST.get("team", "")
    chosen = [team for team in teams if str(team.pk) == wanted]
    team = chosen[0] if chosen else usual_team(portfolio, request.user, teams)
    if team is None:
        raise Refused(
            _("%(service)s has no team with numbers for its evidence.")
            % {"service": portfolio.service},
            _("Ask an administrator to set up a team and its block of numbers."),
        )
    if wanted and not chosen:
        raise Refused(
            _("This team does not belong to %(service)s.") % {"service": portfolio.service},
            _("Choose one of its teams, then add the files again."),
        )
    return team


def _add_each(
    portfolio: Portfolio, element: Element, team: Team, sent: list[Sent], by: User
) -> tuple[list[EvidenceLink], list[tuple[Sent, Refused]]]:
    added, refusals = [], []
    for one in sent:
        try:
            added.append(_add_one(portfolio, element, team, one, by))
        except Refused as refused:
            refusals.append((one, refused))
    return added, refusals


def _add_one(
    portfolio: Portfolio, element: Element, team: Team, sent: Sent, by: User
) -> EvidenceLink:
    try:
        with store(sent.upload) as stored:
            return add_evidence(
                portfolio=portfolio,
                element=element,
                title=sent.title,
                team=team,
                file=stored,
                by=by,
            )
    except NoFreeCode as full:
        raise Refused(
            str(full), _("Or choose another team. Nothing of this file was kept.")
        ) from full


def _refuse_all(
    request: SignedIn, portfolio: Portfolio, element: Element, refused: Refused
) -> HttpResponseBase:
    if not request.accepts("text/html"):
        return _refusal(refused)
    messages.error(request, f"{refused.reason} {refused.remedy}")
    return back_to_element(request, portfolio, element.code, at="add-evidence")


def _answer(added: list[EvidenceLink], refusals: list[tuple[Sent, Refused]]) -> JsonResponse:
    if refusals:
        return _refusal(refusals[0][1])
    item = added[0].item
    message = _("Added as %(code)s") % {"code": item.code}
    return JsonResponse({"code": item.code, "title": item.title, "message": message}, status=201)


def _refusal(refused: Refused) -> JsonResponse:
    return JsonResponse({"error": refused.reason, "remedy": refused.remedy}, status=422)


def _tell(
    request: SignedIn, added: list[EvidenceLink], refusals: list[tuple[Sent, Refused]]
) -> None:
    if added:
        text = ngettext("Added %(items)s.", "Added %(number)s files: %(items)s.", len(added))
        items = "; ".join(str(link.item) for link in added)
        messages.success(request, text % {"number": len(added), "items": items})
    for sent, refused in refusals:
        name = base_name(str(sent.upload.name))
        messages.error(
            request,
            _("%(name)s was not added. %(reason)s %(remedy)s")
            % {"name": name, "reason": refused.reason, "remedy": refused.remedy},
        )
