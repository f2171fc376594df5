"""Reads the file on its standard input, in a process of its own with little memory and time.

Its arguments are the media type, the bytes of memory, the seconds and the number of signs
that it may take. It writes one line of JSON a place: number, name, words; then `true`, or
`false` where it stopped because the text was long enough. It ends with TOO_LARGE where the
memory was too small. It has no settings, no database and none of the portal's secrets.
"""

import ctypes
import json
import os
import resource
import signal
import sys
from typing import BinaryIO

from .kinds import READERS

TOO_LARGE = 3
PR_SET_PDEATHSIG = 1
PAGES_OF_A_VERSION = 65_535
# A sign takes at most six bytes in JSON, twice that for one outside the basic plane.
BYTES_OF_A_SIGN = 12


def confine(memory: int, seconds: int, signs: int) -> None:
    """Take away what a file could make this process take, for good."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.nice(5)  # whoever waits for a page comes first
    for limit, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, signs * BYTES_OF_A_SIGN + 20_000_000),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def main(media_type: str, memory: str, seconds: str, signs: str) -> int:
    confine(int(memory), int(seconds), int(signs))
    try:
        from django.conf import settings

        settings.configure(USE_I18N=False)
        from django.utils.module_loading import import_string

        read = import_string(f"evidence.search.extract.{READERS[media_type]}")
        return write(read, sys.stdin.buffer, int(signs))
    except MemoryError:
        return TOO_LARGE


def write(read, stream: BinaryIO, left: int) -> int:
    """Every place with words, until there are enough of them."""
    stream.seek(0)
    whole = True
    for number, (name, words) in enumerate(read(stream), start=1):
        left -= len(words)
        whole = left >= 0 and number < PAGES_OF_A_VERSION
        if words.strip() and whole:
            print(json.dumps([number, name, words]))  # noqa: T201  its answer
        if not whole:
            break
    print(json.dumps(whole))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
