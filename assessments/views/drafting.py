"""What a page with one of the two forms says of text that was typed and not saved."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from django.forms import Form
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.actions import drop_drafts
from assessments.desk_queries import Show
from assessments.draft_queries import Drafted, drafts_of
from assessments.enums import Half
from assessments.forms.drafting import begin_from, says_the_same
from assessments.models import Draft, ElementAssessment
from evidence.views.common import SignedIn

from .common import address
from .desk_address import address_of

NONE = "none"
MOST_TAKEN_UP = 10


@dataclass(frozen=True)
class Typed:
    """A draft to be read: what was typed where, and the address that puts it into the form."""

    window: str
    at: datetime
    texts: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class Drafting:
    """The form's window, what stands in it, and what was typed besides.

    `shown` is in the form's fields; `aside` would be, had its writer not gone back to what
    is saved; `took_up` names the drafts that saving this form makes an end of.
    """

    window: str
    keep_url: str
    page_url: str
    saved_url: str
    shown: Typed | None = None
    aside: Typed | None = None
    others: tuple[Typed, ...] = ()
    took_up: str = ""
    every: tuple[Typed, ...] = field(default=())


def window_of(posted: QueryDict) -> UUID | None:
    """The window that a form was sent from."""
    try:
        return UUID(posted.get("window", ""))
    except ValueError:
        return None


def drop_saved(posted: QueryDict, row: Drafted, half: str, writer: User) -> None:
    """What was sent is saved: its draft goes, and any that holds no other word."""
    window = window_of(posted)
    if window:
        drop_drafts(row=row, half=half, writer=writer, window=window, fields=posted)


def service_drafting(
    request: SignedIn, row: ElementAssessment, form: Form, *, fill: bool
) -> Drafting:
    """Offer what the reader typed into the self-assessment before; one statement."""
    portfolio, code = row.assessment.portfolio, row.element.code
    return drafting_of(
        request,
        row,
        Half.SERVICE,
        form,
        keep_url=address("self_assessment_draft", portfolio, code),
        page_url=address("element", portfolio, code),
        fill=fill,
    )


def assessor_drafting(
    request: SignedIn, row: ElementAssessment, form: Form, show: Show, *, fill: bool
) -> Drafting:
    """Offer what the reader typed into the rating before; one statement."""
    assessment, code = row.assessment, row.element.code
    return drafting_of(
        request,
        row,
        Half.ASSESSOR,
        form,
        keep_url=reverse("assessments:rating_draft", args=[assessment.pk, code]),
        page_url=address_of(assessment, code, show),
        fill=fill,
    )


def drafting_of(
    request: SignedIn,
    row: Drafted,
    half: str,
    form: Form,
    *,
    keep_url: str,
    page_url: str,
    fill: bool = True,
) -> Drafting:
    """Offer what the reader typed before; one statement.

    An unbound form is filled with the latest draft, or with the one that the address names,
    unless it asks for none; `fill` is False where there is no form to write in.
    """
    drafts = [
        draft
        for draft in drafts_of(row, half, request.user)
        if form.is_bound or not says_the_same(form, draft.posted)
    ]
    typed = {draft.pk: _typed(draft, page_url) for draft in drafts}
    here = Drafting(
        window=str(uuid4()),
        keep_url=keep_url,
        page_url=page_url,
        saved_url=with_draft(page_url),
        every=tuple(typed.values()),
    )
    if form.is_bound:
        return _of_what_was_sent(here, cast(QueryDict, form.data))
    asked = request.GET.get("draft", "")
    chosen = next((draft for draft in drafts if str(draft.window) == asked), None)
    first = chosen or next(iter(drafts), None)
    if first is None or not fill:
        return here
    return _beginning_from(here, first, typed, form=form, aside=asked == NONE)


def _of_what_was_sent(here: Drafting, sent: QueryDict) -> Drafting:
    """The form keeps its window; what was typed in other windows is offered beside it."""
    window = str(window_of(sent) or here.window)
    others = tuple(each for each in here.every if each.window != window)
    return replace(here, window=window, others=others, took_up=sent.get("took_up", ""))


def _beginning_from(
    here: Drafting, draft: Draft, typed: dict[int, Typed], *, form: Form, aside: bool
) -> Drafting:
    """The draft goes into the form, or beside it where its writer went back to what is saved."""
    others = tuple(each for pk, each in typed.items() if pk != draft.pk)
    here = replace(here, others=others, took_up=_took_up(draft))
    if aside:
        return replace(here, aside=typed[draft.pk])
    begin_from(form, draft)
    return replace(here, shown=typed[draft.pk])


def _took_up(draft: Draft) -> str:
    """The draft's own mark, and those that it was itself begun from."""
    earlier = " ".join(draft.fields.get("took_up", [])).split()
    return " ".join([draft.mark, *earlier][:MOST_TAKEN_UP])


def _typed(draft: Draft, page_url: str) -> Typed:
    window = str(draft.window)
    return Typed(window, draft.saved_at, _texts(draft), with_draft(page_url, window))


def _texts(draft: Draft) -> tuple[str, ...]:
    """The words among the fields, that of the largest box first named by the form."""
    fields = draft.fields
    longest = [" ".join(fields.get(name, [])) for name in ("commentary", "finding", "text")]
    notes = [" ".join(values) for name, values in fields.items() if name.startswith("note")]
    return tuple(text for text in (*longest, *notes) if text.strip()) or (_("No words yet"),)


def with_draft(url: str, asked: str = NONE) -> str:
    """The address of the form that begins from that draft, or from none."""
    return f"{url}{'&' if '?' in url else '?'}draft={asked}"
