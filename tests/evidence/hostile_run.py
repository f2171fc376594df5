"""Opens hostile files as they are named, each in a process of its own, and says what that took.

Run by test_hostile.py, which writes a name a line and reads a line of JSON for each.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

import django
from django.core.files.uploadedfile import TemporaryUploadedFile


def main() -> None:
    django.setup()
    from tests.builders.hostile import ARCHIVES, HOSTILE  # its pictures need the settings

    while line := sys.stdin.readline():
        what, _colon, sort = line.strip().rpartition(": ")
        name, content, _word = ("a.zip", *ARCHIVES[sort]) if what else HOSTILE[sort]
        file = TemporaryUploadedFile(name, "application/octet-stream", len(content), None)
        file.write(content)
        file.flush()
        child = os.fork()
        if not child:
            # The other files are no part of what opening this one takes.
            del content
            for held in (HOSTILE, ARCHIVES):
                held.data.clear()  # its own `clear` would make each of them first
            sys.stdout.write(json.dumps(opened(file)) + "\n")
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(child, 0)


def opened(file: TemporaryUploadedFile) -> dict[str, object]:
    from evidence.intake.kinds import recognise
    from evidence.intake.refusal import Refused
    from evidence.intake.unzip import files_of, is_archive

    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from now
    begun, answer = time.monotonic(), ""
    try:
        for part in files_of(file, most=50) if is_archive(file) else [file]:
            answer = recognise(part).media_type
    except Refused as refused:
        answer = f"refused: {refused.reason}"
    return {"answer": answer, "seconds": time.monotonic() - begun, "kilobytes": peak()}


def peak() -> int:
    """The most memory that this process or one that it started has had, Django and all."""
    status = Path("/proc/self/status").read_text()
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(started, int(status.partition("VmHWM:")[2].split()[0]))


if __name__ == "__main__":
    main()
