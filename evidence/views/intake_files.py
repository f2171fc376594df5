"""Files sent to wait, and taken out again."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import serves
from evidence.actions.intake import AlreadyAdded, say_of_files, take_out
from evidence.models import Intake
from evidence.scope import intake_in_scope
from evidence.staged.rows import posted_panel, posted_rows

from .arriving import Arrived, arrive
from .common import SignedIn

MOST_FILES = 50


@serves("evidence.add_files", intake_in_scope)
@require_POST
def files(request: SignedIn, intake: Intake) -> HttpResponseBase:
    """More files for the same list: answered in JSON where asked for."""
    if request.accepts("text/html"):
        return receive(request, intake)
    try:
        arrived = _arrive(request, intake)
    except AlreadyAdded:
        words = {"error": _already_added(), "remedy": _("Begin again under Add evidence.")}
        return JsonResponse({"files": [words]}, status=409)
    refused = [each for each in arrived if each.file.reason]
    status = 422 if len(refused) == len(arrived) else 201
    return JsonResponse({"files": [each.words() for each in arrived]}, status=status)


@serves("evidence.add_files", intake_in_scope)
@require_POST
def take_out_file(request: SignedIn, intake: Intake, file: UUID) -> HttpResponseBase:
    """Forget one file; what was typed for the others stays."""
    found = get_object_or_404(intake.files, uuid=file)
    try:
        say_of_files(intake=intake, said=posted_rows(request.POST))
        take_out(intake=intake, file=found)
    except AlreadyAdded:
        messages.error(request, _already_added())
    else:
        messages.success(request, _("Took out %(name)s.") % {"name": found.file_name})
    return _back(request, intake)


def receive(request: SignedIn, intake: Intake) -> HttpResponseBase:
    """All files of an ordinary form, then the page on which they wait, with what was typed."""
    if len(request.FILES.getlist("files")) > MOST_FILES:
        messages.error(
            request,
            _("Choose at most %(most)s files at one time; add the others afterwards.")
            % {"most": MOST_FILES},
        )
        return _back(request, intake)
    try:
        say_of_files(intake=intake, said=posted_rows(request.POST))
        arrived = _arrive(request, intake)
    except AlreadyAdded:
        messages.error(request, _already_added())
        return _back(request, intake)
    here = sum(not each.file.reason and not each.again for each in arrived)
    if here:
        text = ngettext("%(number)s file is here.", "%(number)s files are here.", here)
        messages.success(request, text % {"number": here})
    elif not arrived:
        messages.error(request, _("No file was chosen. Choose one or more files."))
    return _back(request, intake)


def _arrive(request: SignedIn, intake: Intake) -> list[Arrived]:
    """`paths` say where each file lay; `sent_as` names the sending of a single one."""
    paths = request.POST.getlist("paths")
    uploads = request.FILES.getlist("files")
    sent_as = _uuid(request.POST.get("sent_as", "")) if len(uploads) == 1 else None
    return [
        each
        for at, upload in enumerate(uploads)
        for each in arrive(
            intake, upload, path=paths[at] if at < len(paths) else "", sent_as=sent_as
        )
    ]


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _already_added() -> str:
    return _("These files were added, or taken away, in the meantime.")


def _back(request: SignedIn, intake: Intake) -> HttpResponseRedirect:
    """To the page; what was typed for all and not filled in yet comes along."""
    portfolio = intake.portfolio
    slugs = [portfolio.service.slug, portfolio.standard.slug]
    typed = {f"all-{name}": text for name, text in posted_panel(request.POST).items() if text}
    query = f"?{urlencode(typed)}" if typed else ""
    return redirect(reverse("evidence:intake", args=[*slugs, intake.uuid]) + query)
