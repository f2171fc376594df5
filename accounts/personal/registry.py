"""The list of what is held about people, and of what stands against an erasure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from inspect import signature
from typing import Any

from accounts.models import Organisation, User

Row = Mapping[str, Any]
Read = Callable[..., Iterable[Row]]
Erase = Callable[[User, User | None], None]
Objection = Callable[[User], Iterable[Any]]
Copies = Callable[[User, Organisation], Iterable[Any]]


@dataclass(frozen=True)
class Holding:
    """One kind of thing that is held. `covers` are fields such as `evidence.EvidenceItem.owner`."""

    name: str
    read: Read
    erase: Erase | None
    title: Any
    covers: frozenset[str]

    @property
    def is_own(self) -> bool:
        """Whether it is for the person's own eyes, in no export that somebody else makes."""
        return len(signature(self.read).parameters) == 1

    def rows(self, user: User, organisation: Organisation | None = None) -> Iterable[Row]:
        """What is held, all of it or what one organisation holds."""
        if self.is_own:
            return self.read(user) if organisation is None else []
        return self.read(user, organisation)


_HOLDINGS: dict[str, Holding] = {}
_OBJECTIONS: list[Objection] = []
_COPIES: list[Copies] = []


def holds_personal(
    name: str, read: Read, erase: Erase | None = None, *, title: Any = "", covers: Iterable = ()
) -> None:
    """Say that something is held about people.

    `read(user, organisation)` returns plain rows, heading by heading, of one organisation or,
    where it is None, of all. A `read(user)` that takes the person alone is asked only where
    they make the export themselves: so private notes stay private. `erase(user, by)` lets go
    what need not stay; without it the rows stay, under a name that says nobody.
    """
    fields = frozenset(str(each) for each in covers)
    _HOLDINGS[name] = Holding(name, read, erase, title or name, fields)


def holdings() -> list[Holding]:
    """All of them, in the order in which they were said."""
    return list(_HOLDINGS.values())


def erase_all(*, user: User, by: User | None) -> None:
    """Let every app let go what it need not keep of the person; `by` is None after a restore."""
    for holding in holdings():
        if holding.erase is not None:
            holding.erase(user, by)


def objects_to_erasure(reasons: Objection) -> Objection:
    """Have `reasons(user)` asked before an erasure: what it returns stands against it."""
    if reasons not in _OBJECTIONS:
        _OBJECTIONS.append(reasons)
    return reasons


def objections_to_erasure(user: User) -> list[str]:
    """Why the person cannot be erased yet, in words; nothing where they can."""
    return [str(reason) for reasons in _OBJECTIONS for reason in reasons(user)]


def keeps_copies(copies: Copies) -> Copies:
    """Have `copies(user, organisation)` asked which copies of the name an erasure leaves."""
    if copies not in _COPIES:
        _COPIES.append(copies)
    return copies


def copies_that_stay(user: User, organisation: Organisation) -> list[str]:
    """Where the name stays when the person is erased, in words."""
    return [str(place) for copies in _COPIES for place in copies(user, organisation)]
