"""What became of the files that somebody sent, told in messages or in JSON."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evidence.intake.refusal import Refused
from evidence.models import EvidenceLink

from .common import SignedIn


@dataclass(frozen=True)
class Outcome:
    """One file: the link that it was added as, or why it was refused."""

    name: str
    link: EvidenceLink | None = None
    refused: Refused | None = None

    def words(self) -> dict[str, str]:
        """For `uploads.js`."""
        if self.link:
            item = self.link.item
            message = _("Added as %(code)s") % {"code": item.code}
            return {"code": item.code, "title": item.title, "message": message}
        refused = self.refused or Refused("", "")
        return {"error": refused.reason, "remedy": refused.remedy}


def answer(outcomes: list[Outcome]) -> JsonResponse:
    """201 where a file was added, else 422; `files` says what became of each of several."""
    added = [outcome for outcome in outcomes if outcome.link]
    status = 201 if added else 422
    if len(outcomes) == 1:
        return JsonResponse(outcomes[0].words(), status=status)
    words: dict[str, object] = {
        "files": [{"name": outcome.name, **outcome.words()} for outcome in outcomes]
    }
    tally = _("%(added)s of %(all)s files added") % {"added": len(added), "all": len(outcomes)}
    if added:
        return JsonResponse({**added[0].words(), "message": tally, **words}, status=status)
    remedy = _("See below what to do about each.")
    return JsonResponse({"error": tally, "remedy": remedy, **words}, status=status)


def tell(request: SignedIn, outcomes: list[Outcome]) -> None:
    """The same in messages on the next page."""
    items = [str(outcome.link.item) for outcome in outcomes if outcome.link]
    if items:
        text = ngettext("Added %(items)s.", "Added %(number)s files: %(items)s.", len(items))
        messages.success(request, text % {"number": len(items), "items": "; ".join(items)})
    for outcome in outcomes:
        if outcome.refused:
            messages.error(
                request,
                _("%(name)s was not added. %(reason)s %(remedy)s")
                % {
                    "name": outcome.name,
                    "reason": outcome.refused.reason,
                    "remedy": outcome.refused.remedy,
                },
            )
