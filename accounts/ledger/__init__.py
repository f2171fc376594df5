"""The list beside the database of what a restore must not bring back; it names nobody.

Each app says what of its own is done for good:

    keeps_ended(Kind("erased", done=people_erased, again=erase_again))

and notes each such deed (`note`). A restore does again what it brought back (`end_again`).
"""

from .ended import Ended, Kind, end_again, keeps_ended, moment_of, note, note_missing
from .file import append, lines_of

__all__ = [
    "Ended",
    "Kind",
    "append",
    "end_again",
    "keeps_ended",
    "lines_of",
    "moment_of",
    "note",
    "note_missing",
]
