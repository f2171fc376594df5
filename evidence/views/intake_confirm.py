"""Adding the files that wait in one step, or taking them all away."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import serves
from evidence.actions import CodeTaken, NoFreeCode
from evidence.actions.guards import ItemWithdrawn
from evidence.actions.intake import AlreadyAdded, drop_intake
from evidence.actions.intake_confirm import ItemChanged, confirm_intake
from evidence.actions.links import AlreadyLinked, NotInThisPortfolio
from evidence.intake.refusal import Refused
from evidence.models import Intake
from evidence.scope import intake_in_scope
from evidence.staged.rows import addition_of

from .common import SignedIn
from .intake import keep, show, url_of
from .intake_files import receive
from .outcomes import destroyed_before

# What can have become impossible between looking and adding.
CHANGED = (
    ItemChanged,
    ItemWithdrawn,
    NoFreeCode,
    Refused,
    CodeTaken,
    AlreadyLinked,
    NotInThisPortfolio,
)


@serves("evidence.add_files", intake_in_scope)
@require_POST
def confirm(request: SignedIn, intake: Intake) -> HttpResponseBase:
    """Keep what was typed, then add every ticked file, or none of them."""
    if request.FILES:  # chosen and not sent yet: nobody has looked at them
        return receive(request, intake)
    try:
        data, rows, panel, wrong = keep(request, intake)
        taken = [row for row in rows if row.taken]
        if wrong or any(row.errors for row in taken):
            seen = (data, rows)
            return show(
                request,
                intake,
                seen=seen,
                panel=panel if wrong else {},
                wrong=wrong,
                all_errors=True,
            )
        if not taken:
            messages.error(request, _("No file is ticked, so nothing was added."))
            return redirect(url_of(intake))
        additions = [addition_of(row) for row in taken]
        confirm_intake(intake=intake, additions=additions, by=request.user)
        hashes = [addition.file.sha256 for addition in additions]
        if warning := destroyed_before(intake.portfolio.service.organisation, hashes):
            messages.warning(request, warning)
    except AlreadyAdded:
        # A second click, or another window: the page says what became of the files.
        intake = Intake.objects.filter(pk=intake.pk).first() or intake
        if intake.confirmed_at is None:
            messages.error(request, _("These files were taken away in the meantime."))
            return redirect(
                "evidence:new_intake",
                intake.portfolio.service.slug,
                intake.portfolio.standard.slug,
            )
    except CHANGED as problem:
        remedy = getattr(problem, "remedy", "")
        messages.error(
            request,
            _("Nothing was added, and all you said is still here. %(problem)s %(remedy)s")
            % {"problem": problem, "remedy": remedy},
        )
    return redirect(url_of(intake))


@serves("evidence.add_files", intake_in_scope)
@require_POST
def drop(request: SignedIn, intake: Intake) -> HttpResponseBase:
    """Take all files away; nothing of them is kept."""
    portfolio = intake.portfolio
    try:
        drop_intake(intake=intake)
    except AlreadyAdded:
        return redirect(url_of(intake))
    messages.success(request, _("All files were taken away. Nothing of them is kept."))
    return redirect("evidence:new_intake", portfolio.service.slug, portfolio.standard.slug)
