"""Adding files to an element: each stands or falls on its own, also those in an archive."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.core.files.base import File
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import serves
from accounts.models import Team, User
from criteria.models import Element
from evidence.actions import NoFreeCode, add_evidence
from evidence.intake.names import base_name, clean_words, title_from_name
from evidence.intake.refusal import Refused
from evidence.intake.store import store
from evidence.intake.unzip import files_of, is_archive
from evidence.models import EvidenceLink, Portfolio
from evidence.queries import teams_of, usual_team
from evidence.scope import portfolio_in_scope

from .common import SignedIn, back_to_element, element_of
from .outcomes import Outcome, answer, tell

MOST_FILES = 50
LONGEST_TITLE = 300


@dataclass(frozen=True)
class Sent:
    """One file as it came, with the title typed for it or made from its name."""

    upload: File
    title: str

    @property
    def name(self) -> str:
        return base_name(str(self.upload.name))


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
    outcomes = _add_each(portfolio, element, team, sent, request.user)
    if request.accepts("text/html"):
        tell(request, outcomes)
        return back_to_element(request, portfolio, code, at="add-evidence")
    return answer(outcomes)


def _sent(request: SignedIn) -> list[Sent]:
    titles = request.POST.getlist("titles")
    files = request.FILES.getlist("files")
    return [
        Sent(upload, _title(titles[at] if at < len(titles) else "", upload))
        for at, upload in enumerate(files)
    ]


def _title(typed: str, upload: File) -> str:
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
) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for one in sent:
        try:
            for part in _parts(one, room=MOST_FILES - len(outcomes)):
                outcomes.append(_outcome(portfolio, element, team, part, by))
        except Refused as refused:
            outcomes.append(Outcome(one.name, refused=refused))
    return outcomes


def _parts(sent: Sent, *, room: int) -> Iterator[Sent]:
    """The file itself, or each of those in an archive. Raises Refused for the archive."""
    if not is_archive(sent.upload):
        yield sent
        return
    for file in files_of(sent.upload, most=room):
        yield Sent(file, _title("", file))


def _outcome(portfolio: Portfolio, element: Element, team: Team, sent: Sent, by: User) -> Outcome:
    try:
        return Outcome(sent.name, link=_add_one(portfolio, element, team, sent, by))
    except Refused as refused:
        return Outcome(sent.name, refused=refused)


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
        return answer([Outcome("", refused=refused)])
    messages.error(request, f"{refused.reason} {refused.remedy}")
    return back_to_element(request, portfolio, element.code, at="add-evidence")
