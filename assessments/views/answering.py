"""The service answers a request: in words, with evidence that is here, and with new files.

Files are added first, each as "Add evidence" adds it. Where the answer cannot be sent then,
it comes back with everything that was typed, and with what was added ticked.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import serves
from assessments.actions import RequestMoved
from assessments.actions import answer as send_answer
from assessments.forms import AnswerForm
from assessments.models import Assessment, EvidenceRequest
from assessments.request_queries import thread_of
from assessments.scope import assessment_in_scope
from assessments.transitions import NotPossibleNow
from evidence.actions import ItemWithdrawn, NotInThisPortfolio
from evidence.intake.names import base_name
from evidence.intake.refusal import Refused
from evidence.models import EvidenceItem, EvidenceLink
from evidence.views.adding import check_number, chosen_team, files_sent, number_of
from evidence.views.common import SignedIn
from evidence.views.outcomes import Outcome, placed, tell
from evidence.views.sending import Sending

from .common import address
from .request_cards import Card, answer_form, offer_of
from .requests import page_of, request_of


@serves("assessments.write_self_assessment", assessment_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedIn, assessment: Assessment, number: int) -> HttpResponse:
    """Send the answer; shown again with all that was typed where that fails."""
    asked = request_of(assessment, number)
    here = address("request", assessment.portfolio, asked.pk)
    if request.method != "POST":
        return redirect(here)
    reply = Reply(request, assessment, asked)
    if reply.was_sent_before():
        return redirect(here)
    form = reply.form()
    items = form.found(_items(assessment, form)) if form.is_valid() else []
    if form.errors:
        return reply.again(form)
    if form.cleaned_data["revision"] != asked.revision:
        return reply.moved()
    added = reply.add_files()
    if any(outcome.link is None for outcome in added):
        return reply.again_after(added)
    links = [*reply.chosen(form), *(outcome.link for outcome in added if outcome.link)]
    try:
        send_answer(
            request=asked,
            revision=form.cleaned_data["revision"],
            text=form.cleaned_data["text"],
            links=links,
            items=items,
            by=request.user,
        )
    except RequestMoved:
        return reply.moved(added)
    except (NotPossibleNow, ItemWithdrawn, NotInThisPortfolio) as refusal:
        return reply.again_after(added, str(refusal))
    tell(request, added)
    messages.success(request, _("Sent your answer to %(person)s") % {"person": asked.asked_by})
    return redirect(here)


def _items(assessment: Assessment, form: AnswerForm) -> list[EvidenceItem]:
    service = assessment.portfolio.service
    codes = form.cleaned_data["codes"]
    return list(EvidenceItem.objects.of_service(service).filter(code__in=codes)) if codes else []


@dataclass
class Reply:
    """What was sent in answer to a request, and the page that gives it back."""

    request: SignedIn
    assessment: Assessment
    asked: EvidenceRequest

    def form(self, data: QueryDict | None = None) -> AnswerForm:
        """What was sent, or the same with other `data`."""
        portfolio = self.assessment.portfolio
        return answer_form(
            self.assessment,
            thread_of(self.asked),
            offer_of(portfolio, self.asked.row.element, self.request.user),
            data or self.request.POST,
            self.request.FILES,
        )

    def chosen(self, form: AnswerForm) -> list[EvidenceLink]:
        return [form.cited[pk] for pk in form.cleaned_data.get("links", [])]

    def was_sent_before(self) -> bool:
        """The same answer a second time, as by a double click."""
        last = thread_of(self.asked).last
        text = self.request.POST.get("text", "").replace("\r\n", "\n").strip()
        same = last.is_answer and last.by == self.request.user and last.text == text
        return bool(same and text and str(self.asked.revision) != self.request.POST.get("revision"))

    def add_files(self) -> list[Outcome]:
        """Each file becomes evidence of the element, is refused, or is here already."""
        sent = files_sent(self.request)
        if not sent:
            return []
        portfolio, element = self.assessment.portfolio, self.asked.row.element
        try:
            check_number(sent)
            team = chosen_team(self.request, portfolio)
        except Refused as refused:
            return [Outcome(sent[0].name, refused=refused)]
        anyway = bool(self.request.POST.get("anyway"))
        number = number_of(self.request)
        sending = Sending(portfolio, element, team, self.request.user, number, anyway)
        return placed(sending.add_each(sent), portfolio, element)

    def again(self, form: AnswerForm, *, moved: bool = False, status: int = 422) -> HttpResponse:
        """The form as it was sent; a browser does not keep the files, so they are named."""
        names = [base_name(str(each.name)) for each in self.request.FILES.getlist("files")]
        if names and "files" in form.fields and "files" not in form.errors:
            words = _("Choose these files again: %(names)s") % {"names": ", ".join(names)}
            form.add_error("files", words)
        card = Card(thread_of(self.asked), "", form)
        return page_of(self.request, self.assessment, card, moved=moved, status=status)

    def again_after(
        self, added: list[Outcome], *problems: str, moved: bool = False
    ) -> HttpResponse:
        """With what was added ticked, and what is to be done about each other file."""
        self.asked.refresh_from_db(fields=["state", "revision"])
        data = self.request.POST.copy()
        for outcome in added:
            if outcome.link:
                data.appendlist("links", str(outcome.link.pk))
        data["revision"] = str(self.asked.revision)
        form = self.form(data)
        form.is_valid()
        for outcome in added:
            if outcome.link is None:
                form.add_error("files", _why(outcome))
        if any(outcome.here for outcome in added):
            form.offer_anyway()
        for words in problems:
            form.add_error(None, words)
        tell(self.request, [outcome for outcome in added if outcome.link])
        card = Card(thread_of(self.asked), "", form)
        return page_of(self.request, self.assessment, card, moved=moved, status=409)

    def moved(self, added: list[Outcome] | None = None) -> HttpResponse:
        """Somebody took a step meanwhile: theirs stands in the thread, this is not sent yet."""
        if added:
            return self.again_after(added, moved=True)
        data = self.request.POST.copy()
        data["revision"] = str(self.asked.revision)
        return self.again(self.form(data), moved=True, status=409)


def _why(outcome: Outcome) -> str:
    if outcome.here:
        words = _("%(name)s is here already, as %(code)s. %(remedy)s")
        return words % {
            "name": outcome.name,
            "code": outcome.here.code,
            "remedy": _("Tick it or give its code instead."),
        }
    refused = outcome.refused or Refused("", "")
    words = _("%(name)s was not added. %(reason)s %(remedy)s")
    return words % {"name": outcome.name, "reason": refused.reason, "remedy": refused.remedy}
