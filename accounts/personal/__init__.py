"""What the portal holds about people, as each app says it: for their export and their erasure.

An app says it in a `personal.py` that its configuration imports:

    holds_rows("evidence.owned", _("Evidence owned"), EvidenceItem, "owner",
               columns=("code", "title"), organisation="organisation")
    holds_personal("assessments.notes", read_notes, erase_notes, title=_("Private notes"))
    objects_to_erasure(stopped_by_holds)
    ties(Tie(people_of=readers_of_organisation, organisations_of=organisations_of_reader))

A test looks at every field of every model that leads to a person: each is covered here, or
named there with the reason.
"""

from .naming import numbered
from .registry import (
    Holding,
    copies_that_stay,
    erase_all,
    holdings,
    holds_personal,
    keeps_copies,
    objections_to_erasure,
    objects_to_erasure,
)
from .rows import holds_rows
from .ties import Tie, organisations_of, people_tied_to, tied_elsewise, ties

__all__ = [
    "Holding",
    "Tie",
    "copies_that_stay",
    "erase_all",
    "holdings",
    "holds_personal",
    "holds_rows",
    "keeps_copies",
    "numbered",
    "objections_to_erasure",
    "objects_to_erasure",
    "organisations_of",
    "people_tied_to",
    "tied_elsewise",
    "ties",
]
