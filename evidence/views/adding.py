"""Adding files to an element, with and without scripts."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import serves
from accounts.models import Team
from criteria.models import Element
from evidence.forms import what_is_taken
from evidence.intake.refusal import Refused
from evidence.models import Portfolio
from evidence.queries import teams_of, usual_team
from evidence.scope import portfolio_in_scope

from .common import SignedIn, back_to_element, element_of, way_to_element
from .outcomes import Outcome, answer, placed, tell
from .sending import MOST_FILES, Sending, Sent, title_of


@serves("evidence.change_portfolio", portfolio_in_scope)
@require_POST
def add(request: SignedIn, portfolio: Portfolio, code: str) -> HttpResponseBase:
    """Files as new evidence: answered in JSON where asked for, else by going back.

    What is here already is not added: the answer says where and offers to link that.
    """
    element = element_of(portfolio, code)
    sent = files_sent(request)
    try:
        team = chosen_team(request, portfolio)
        check_number(sent)
    except Refused as refused:
        return _refuse_all(request, portfolio, element, refused)
    number, anyway = number_of(request), bool(request.POST.get("anyway"))
    sending = Sending(portfolio, element, team, request.user, number, anyway)
    outcomes = placed(sending.add_each(sent), portfolio, element)
    if not request.accepts("text/html"):
        return answer(outcomes)
    tell(request, outcomes)
    here = [outcome for outcome in outcomes if outcome.here]
    if here:
        return _ask(request, portfolio, element, team, here)
    return back_to_element(request, portfolio, code, at="add-evidence")


def number_of(request: HttpRequest) -> UUID | None:
    """The number of the form that was sent; none where it has none that can be read."""
    try:
        return UUID(request.POST.get("sending", ""))
    except ValueError:
        return None


def chosen_team(request: SignedIn, portfolio: Portfolio) -> Team:
    """The team that is to give the code. Raises Refused."""
    teams = teams_of(portfolio, request.user)
    wanted = request.POST.get("team", "")
    chosen = [team for team in teams if str(team.pk) == wanted]
    team = chosen[0] if chosen else usual_team(teams)
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


def files_sent(request: SignedIn) -> list[Sent]:
    """The files of the form with the titles that were typed for them."""
    titles = request.POST.getlist("titles")
    files = request.FILES.getlist("files")
    return [
        Sent(upload, title_of(titles[at] if at < len(titles) else "", upload), str(at))
        for at, upload in enumerate(files)
    ]


def check_number(sent: list[Sent]) -> None:
    """Raises Refused where there is no file, or too many for one time."""
    if not sent:
        raise Refused(_("No file was chosen."), _("Choose one or more files, then add them."))
    if len(sent) > MOST_FILES:
        raise Refused(
            _("%(sent)s files are more than %(most)s, the most at one time.")
            % {"sent": len(sent), "most": MOST_FILES},
            _("None was added. Add them in several parts."),
        )


def _ask(
    request: SignedIn, portfolio: Portfolio, element: Element, team: Team, here: list[Outcome]
) -> HttpResponseBase:
    """What is here already, to be linked instead or added all the same."""
    context = {
        "portfolio": portfolio,
        "element": element,
        "team": team,
        "here": here,
        "to_link": list({o.here.code: o.here for o in here if o.here and o.link_url}.values()),
        "sending": uuid4(),
        "next": request.POST.get("next", ""),
        "kinds_hint": what_is_taken(),
        "breadcrumbs": way_to_element(portfolio, element),
        "nav": "overview",
    }
    return render(request, "evidence/same_files.html", context, status=409)


def _refuse_all(
    request: SignedIn, portfolio: Portfolio, element: Element, refused: Refused
) -> HttpResponseBase:
    if not request.accepts("text/html"):
        return answer([Outcome("", refused=refused)])
    messages.error(request, f"{refused.reason} {refused.remedy}")
    return back_to_element(request, portfolio, element.code, at="add-evidence")
