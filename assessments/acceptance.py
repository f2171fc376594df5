"""What a rating does to the evidence by itself."""

from collections.abc import Iterable

from criteria.enums import CountsAs
from criteria.models import Rating


def accepts_evidence(rating: Rating | None) -> bool:
    """Whether giving the rating accepts the evidence, unless the assessor takes the tick out.

    What is met was shown by the evidence; what is partly met or not met was not, and what
    does not apply has none to accept.
    """
    return rating is not None and rating.counts_as == CountsAs.MET


def accepting(ratings: Iterable[Rating]) -> str:
    """The codes of those ratings, for the script that moves the ticks before one's eyes."""
    return " ".join(rating.code for rating in ratings if accepts_evidence(rating))
