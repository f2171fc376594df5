"""One sending of files to an element: each is added, refused, or shown to be here already."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.core.files.base import File
from django.utils.translation import gettext as _

from accounts.models import Team, User
from criteria.models import Element
from evidence.actions import NoFreeCode, SentAlready, add_evidence, sent_before
from evidence.intake.names import base_name, clean_words, title_from_name
from evidence.intake.refusal import Refused
from evidence.intake.store import store
from evidence.intake.stored import StoredFile
from evidence.intake.unzip import files_of, is_archive
from evidence.models import EvidenceItem, EvidenceLink, Portfolio
from evidence.queries import items_with_bytes

from .outcomes import Outcome, destroyed_before

MOST_FILES = 50
LONGEST_TITLE = 300


class HereAlready(Exception):
    """The same bytes are in `item`, which the sender may read."""

    def __init__(self, item: EvidenceItem) -> None:
        super().__init__(item.code)
        self.item = item


@dataclass(frozen=True)
class Sent:
    """One file as it came: its title, typed or made from its name, and its place in the form."""

    upload: File
    title: str
    place: str

    @property
    def name(self) -> str:
        return base_name(str(self.upload.name))


def title_of(typed: str, upload: File) -> str:
    """What was typed, else what the name of the file says."""
    return clean_words(typed)[:LONGEST_TITLE] or title_from_name(str(upload.name)) or _("Untitled")


def sent_as_of(number: UUID | None, by: User, where: str, stored: StoredFile) -> UUID | None:
    """The same for the same bytes at the same place of one form, for this person alone."""
    return uuid5(number, f"{by.pk} {where} {stored.sha256}") if number else None


@dataclass(frozen=True)
class Sending:
    """What one form sends. `number` is that of the form: sent twice, it adds each file once.

    `anyway` adds files as new items although the same bytes are here already.
    """

    portfolio: Portfolio
    element: Element
    team: Team
    by: User
    number: UUID | None = None
    anyway: bool = False

    def add_each(self, files: list[Sent]) -> list[Outcome]:
        """Each file stands or falls on its own, also those in an archive."""
        outcomes: list[Outcome] = []
        for sent in files:
            try:
                for part in _parts(sent, room=MOST_FILES - len(outcomes)):
                    outcomes.append(self._outcome(part))
            except Refused as refused:
                outcomes.append(Outcome(sent.name, refused=refused))
        return outcomes

    def _outcome(self, sent: Sent) -> Outcome:
        try:
            with store(sent.upload) as stored:
                link = self._add(sent, stored)
                organisation = self.portfolio.service.organisation
                warning = destroyed_before(organisation, [stored.sha256])
                return Outcome(sent.name, link=link, warning=warning)
        except SentAlready as before:
            return Outcome(sent.name, link=self._link_of(before.version.item))
        except HereAlready as here:
            return Outcome(sent.name, here=here.item)
        except Refused as refused:
            return Outcome(sent.name, refused=refused)
        except NoFreeCode as full:
            remedy = _("Or choose another team. Nothing of this file was kept.")
            return Outcome(sent.name, refused=Refused(str(full), remedy))

    def _add(self, sent: Sent, stored: StoredFile) -> EvidenceLink:
        sent_as = self._sent_as(sent, stored)
        item = None if self.anyway else self._same(stored)
        # Asked last: the same form at the same moment may have added the bytes just found.
        if before := sent_before(sent_as):
            raise SentAlready(before)
        if item:
            raise HereAlready(item)
        return add_evidence(
            portfolio=self.portfolio,
            element=self.element,
            title=sent.title,
            team=self.team,
            file=stored,
            by=self.by,
            sent_as=sent_as,
        )

    def _sent_as(self, sent: Sent, stored: StoredFile) -> UUID | None:
        where = f"{self.portfolio.pk} {self.element.pk} {sent.place}"
        return sent_as_of(self.number, self.by, where, stored)

    def _same(self, stored: StoredFile) -> EvidenceItem | None:
        """An item with these bytes, one that can be linked here if there is one."""
        items = items_with_bytes(self.portfolio.service.organisation, stored.sha256)
        readable = [item for item in items if self.by.has_perm("evidence.view_item", item)]
        usable = [item for item in readable if item.is_for(self.portfolio.service)]
        return next(iter([*usable, *readable]), None)

    def _link_of(self, item: EvidenceItem) -> EvidenceLink:
        return EvidenceLink.objects.select_related("item").get(
            portfolio=self.portfolio, element=self.element, item=item
        )


def _parts(sent: Sent, *, room: int) -> Iterator[Sent]:
    """The file itself, or each of those in an archive. Raises Refused for the archive."""
    if not is_archive(sent.upload):
        yield sent
        return
    for at, file in enumerate(files_of(sent.upload, most=room)):
        yield Sent(file, title_of("", file), f"{sent.place}/{at}")
