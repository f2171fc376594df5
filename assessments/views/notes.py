"""An assessor's private notes: saved as they are typed, read together, taken away."""

import csv
import io
from collections.abc import Iterable

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateformat import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import serves
from accounts.models import User
from assessments.actions import save_note
from assessments.forms import NoteForm
from assessments.models import Assessment, ElementAssessment, PrivateNote
from assessments.note_queries import notes_of
from assessments.reading import last_day_of
from assessments.scope import assessment_for_assessor, row_of
from evidence.registers.cells import guarded
from evidence.views.common import SignedIn

from .desk_address import address_of, what_to_show
from .desk_frame import desk_frame


@serves("assessments.assess", assessment_for_assessor)
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: SignedIn, assessment: Assessment, code: str) -> HttpResponse:
    """Save the note of an element; a script asks for JSON, a form is led back to the desk."""
    here = address_of(assessment, code, what_to_show(request))
    if request.method != "POST":
        return redirect(here)
    row = row_of(assessment, code)
    form = NoteForm(request.POST)
    if request.accepts("text/html"):
        keep_note(row, form, request.user)
        return redirect(here)
    if not form.is_valid():
        return JsonResponse({"error": " ".join(map(str, form.errors.get("note", [])))}, status=422)
    return JsonResponse(_words_of(_save(row, form, request.user)))


def keep_note(row: ElementAssessment, form: NoteForm, author: User) -> bool:
    """Save what a form says of the note, if it says anything that can be saved."""
    if form.is_valid():
        _save(row, form, author)
    return form.is_valid()


@serves("assessments.assess", assessment_for_assessor)
@require_safe
def notes(request: SignedIn, assessment: Assessment) -> HttpResponse:
    context = {
        "notes": notes_of(assessment, request.user),
        "access_until": last_day_of(request.user, assessment),
    }
    return render(request, "assessments/notes.html", desk_frame(assessment) | context)


@serves("assessments.assess", assessment_for_assessor)
@require_safe
def notes_as_text(request: SignedIn, assessment: Assessment) -> HttpResponse:
    """All notes in a text file, to be taken away."""
    parts = [f"{assessment.label}: {assessment.portfolio.service.name}"]
    parts += [
        f"{each.row.element.code}\n{each.text}" for each in notes_of(assessment, request.user)
    ]
    return _file("\n\n".join(parts) + "\n", "text/plain", "notes.txt")


@serves("assessments.assess", assessment_for_assessor)
@require_safe
def notes_as_csv(request: SignedIn, assessment: Assessment) -> HttpResponse:
    """The same as a table, which a spreadsheet opens without running anything in it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_("Element"), _("Private note"), _("Last changed")])
    writer.writerows(_cells(notes_of(assessment, request.user)))
    return _file("\ufeff" + text.getvalue(), "text/csv", "notes.csv")


def _save(row: ElementAssessment, form: NoteForm, author: User) -> PrivateNote:
    given = form.cleaned_data
    return save_note(row=row, author=author, text=given["note"], revision=given["note_revision"])


def _words_of(note: PrivateNote) -> dict[str, object]:
    at = time_format(timezone.localtime(note.updated_at), "H:i")
    return {
        "text": note.text,
        "revision": note.revision,
        "saved": _("Saved as you type, %(time)s") % {"time": at},
    }


def _cells(notes: Iterable[PrivateNote]) -> Iterable[list[str]]:
    for each in notes:
        changed = timezone.localtime(each.updated_at).strftime("%Y-%m-%d %H:%M")
        yield [each.row.element.code, guarded(each.text), changed]


def _file(text: str, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(text.encode(), content_type=f"{media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
