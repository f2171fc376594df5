"""Two people saved one thing: the page on which the second makes one text of both.

One page for either half of an element and for the parts of the report. What it sends goes
to the same address as the form that met the conflict, and is put together here, so that it
works without scripts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.templatetags.portal import clock
from assessments.actions import keep_draft
from assessments.draft_queries import Drafted
from assessments.enums import Half
from assessments.forms.aspects import saved_in, told_in, typed_in
from assessments.forms.settling import (
    FIELD,
    Question,
    Sides,
    all_of_mine,
    questions_of,
    settled,
)
from assessments.models import ReportText
from assessments.saves import Beginning, Save, beginning_at, saves_of, saves_of_report
from criteria.models import Rating
from evidence.views.common import SignedIn

from .drafting import window_of, with_draft

CARRIED = ("window", "took_up", "evidence")


@dataclass(frozen=True)
class Meeting:
    """Where two versions met: the row as it is saved now, its form, and the pages around it.

    `what` is what both wrote, as the sentence at the top of the page names it. `kept` says
    what becomes of what was saved before; `began` is the text that mine began from, where
    the form told it.
    """

    row: Drafted
    half: Half
    form: Form
    ratings: Sequence[Rating]
    what: str
    save_url: str
    page_url: str
    frame: dict[str, Any]
    kept: str
    began: str | None = None

    @property
    def revision(self) -> int:
        row = self.row
        if isinstance(row, ReportText):
            return row.revision
        is_service = self.half == Half.SERVICE
        return row.service_revision if is_service else row.assessor_revision

    @property
    def saves(self) -> list[Save]:
        """The latest saves, latest first."""
        if isinstance(self.row, ReportText):
            return saves_of_report(self.row, self.began)
        return saves_of(self.row, self.half)


@dataclass(frozen=True)
class Other:
    """Who saved in the meantime, in the words of the page."""

    told: str
    heading: str
    when: str
    keep: str
    keep_all: str
    only: str
    wrote: str
    took_out: str


def stays_in_history(code: str) -> str:
    """What becomes of what was saved before of an element."""
    return _("What was saved before stays in the history of %(code)s.") % {"code": code}


def is_settling(request: SignedIn) -> bool:
    """Whether a form comes from the page of two versions."""
    return FIELD in request.POST


def meet(request: SignedIn, meeting: Meeting, posted: QueryDict) -> HttpResponse:
    """Keep what was sent, and show it beside what is saved; two statements for what was before."""
    began = posted.get("revision", "")
    revision = int(began) if began.isdecimal() else 0
    window = window_of(posted) or uuid4()
    keep_draft(
        row=meeting.row,
        half=meeting.half,
        window=window,
        fields=posted,
        revision=revision,
        writer=request.user,
    )
    saves = meeting.saves
    base = told_in(meeting.form, beginning_at(saves, revision).words, meeting.ratings)
    rest = {name: posted.getlist(name) for name in CARRIED if name in posted}
    sides = Sides(
        base=base,
        mine=typed_in(meeting.form, posted),
        theirs=saved_in(meeting.form),
        revision=meeting.revision,
        began=revision,
        rest=rest | {"window": [str(window)]},
    )
    return _page(request, meeting, sides, questions_of(meeting.form, sides), saves, status=409)


def settle(request: SignedIn, meeting: Meeting) -> QueryDict | HttpResponse:
    """What was chosen, as the form would send it; or the page to send instead.

    Where something that both changed was left open the page comes again with what was
    chosen. To keep the other's leaves mine as a draft.
    """
    sides = Sides.of(request.POST)
    if sides is None:
        return redirect(meeting.page_url)
    keep = request.POST.get("keep", "")
    if keep == "theirs":
        return redirect(with_draft(meeting.page_url))
    if keep == "mine":
        return all_of_mine(meeting.form, sides)
    questions = questions_of(meeting.form, sides, request.POST)
    if any(question.is_missing for question in questions):
        saves = meeting.saves
        return _page(request, meeting, sides, questions, saves, status=422)
    return settled(meeting.form, sides, questions)


def _page(
    request: SignedIn,
    meeting: Meeting,
    sides: Sides,
    questions: list[Question],
    saves: list[Save],
    *,
    status: int,
) -> HttpResponse:
    beginning = beginning_at(saves, sides.began)
    errors = [_error(question) for question in questions if question.is_missing]
    context = {
        **meeting.frame,
        "kept": meeting.kept,
        "sides": sides,
        "questions": questions,
        "ratings": {rating.code: rating for rating in meeting.ratings},
        "to_choose": _to_choose(sum(question.needs_choice for question in questions)),
        "other": _other(_last_save(saves, sides.revision), request.user, meeting),
        "now": clock(timezone.now()),
        "began": _began(beginning, sides),
        "save_url": meeting.save_url,
        "page_url": meeting.page_url,
        "errors": errors,
        "has_errors": bool(errors),
    }
    return render(request, "assessments/conflict.html", context, status=status)


def _last_save(saves: list[Save], revision: int) -> Save | None:
    """The save that made what is shown as theirs."""
    made = (save for save in saves if save.revision is None or save.revision <= revision)
    return next(made, None)


def _began(beginning: Beginning, sides: Sides) -> dict[str, Any] | None:
    """The text that both began from, to be read; nothing where it is not known or empty."""
    texts = [value for key, value in sides.base.items() if isinstance(value, str) and " " in value]
    return {"at": clock(beginning.at), "texts": texts} if texts else None


def _error(question: Question) -> dict[str, str]:
    name = question.aspect.label
    if question.place:
        text = _("Choose what to keep of paragraph %(number)s of %(name)s") % {
            "number": question.place,
            "name": name,
        }
    else:
        text = _("Choose what to keep of “%(name)s”") % {"name": name}
    return {"text": text, "href": f"#choice-{question.number}-mine"}


def _other(save: Save | None, user: User, meeting: Meeting) -> Other:
    words = {"what": meeting.what, "when": clock(save.at) if save else ""}
    if save and save.by_id == user.pk:
        return Other(
            told=_("You saved %(what)s in another window at %(when)s.") % words,
            heading=_("Saved in the other window"),
            when=words["when"],
            keep=_("Keep what is saved"),
            keep_all=_("Keep all that is saved"),
            only=_("Changed in the other window only"),
            wrote=_("Written in the other window only"),
            took_out=_("Taken out in the other window"),
        )
    words["who"] = save.who if save and save.who else _("Somebody")
    return Other(
        told=(_("%(who)s saved %(what)s at %(when)s.") if save else _("%(who)s saved %(what)s."))
        % words,
        heading=_("%(who)s’s") % words,
        when=words["when"],
        keep=_("Keep %(who)s’s") % words,
        keep_all=_("Keep all of %(who)s’s") % words,
        only=_("Only %(who)s changed it") % words,
        wrote=_("Only %(who)s wrote it") % words,
        took_out=_("%(who)s took it out") % words,
    )


def _to_choose(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "One paragraph or answer needs your choice.",
        "%(count)s paragraphs or answers need your choice.",
        count,
    ) % {"count": count}
