"""Why a file is not loaded, in words for the person who wrote it."""

from collections.abc import Sequence


class StandardProblems(ValueError):
    """The file cannot be loaded; `problems` are sentences that name the place."""

    heading = "The file was not loaded:"
    remedy = "Put these right and load it again."

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join([self.heading, *(f"- {p}" for p in problems), self.remedy]))


class StandardInUse(StandardProblems):
    """The file would change an edition that is in use."""

    heading = "The file was not loaded, because it would change an edition that is in use:"
    remedy = "Give the new wording an edition of its own, with another slug."
