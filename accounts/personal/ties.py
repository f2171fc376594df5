"""What ties people to organisations, apart from a role: an assessor's access, say."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import Organisation, User


@dataclass(frozen=True)
class Tie:
    """`people_of` returns the numbers of people, as a query; `organisations_of` those of
    organisations that count on this person still."""

    people_of: Callable[[Organisation], Iterable[int]]
    organisations_of: Callable[[User], Iterable[int]]


_TIES: list[Tie] = []


def ties(tie: Tie) -> None:
    """Add a kind of tie."""
    _TIES.append(tie)


def people_tied_to(organisation: Organisation) -> list[Iterable[int]]:
    """One query for each kind of tie, to be put into another."""
    return [tie.people_of(organisation) for tie in _TIES]


def organisations_of(user: User) -> set[int]:
    """The numbers of all organisations in which the person has a role or another tie."""
    return tied_elsewise(user) | set(user.memberships.values_list("organisation_id", flat=True))


def tied_elsewise(user: User) -> set[int]:
    """The numbers of organisations that count on the person without a role."""
    return {number for tie in _TIES for number in tie.organisations_of(user)}
