"""Why a file is not taken, and what to do about it."""

from django.utils.functional import Promise


class Refused(Exception):
    """A file that the portal does not take; nothing of it is kept.

    `reason` and `remedy` are sentences for the person who sent it.
    """

    def __init__(self, reason: str | Promise, remedy: str | Promise) -> None:
        self.reason, self.remedy = str(reason), str(remedy)
        super().__init__(self.reason)
