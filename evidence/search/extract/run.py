"""Has a file read in a process of its own, and tells what came of it."""

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from django.conf import settings

from evidence.enums import ReadingProblem
from evidence.models.words import PAGES_OF_A_VERSION
from evidence.search.snippets import END, START

from .apart import TOO_LARGE
from .kinds import READERS

ROOT = Path(__file__).resolve().parents[3]
MODULE = "evidence.search.extract.apart"
_PDF = "application/pdf"
_UNREADABLE = (
    ("image/", ReadingProblem.PICTURE),
    ("video/", ReadingProblem.FILM),
    ("audio/", ReadingProblem.SOUND),
    ("application/msword", ReadingProblem.OLD_KIND),
    ("application/vnd.ms-powerpoint", ReadingProblem.OLD_KIND),
)


@dataclass(frozen=True)
class Extracted:
    """Places as number, name and words; the problem where there is one, with or without words."""

    places: list[tuple[int, str, str]] = field(default_factory=list)
    problem: str = ""


def extract(file: BinaryIO, media_type: str) -> Extracted:
    """The words of a file. Whatever the file does to its reader, this returns in time."""
    if media_type not in READERS:
        problems = [problem for start, problem in _UNREADABLE if media_type.startswith(start)]
        return Extracted(problem=(problems or [ReadingProblem.BROKEN])[0])
    with TemporaryFile() as copy, TemporaryFile() as answer:
        shutil.copyfileobj(file, copy)
        copy.seek(0)
        problem = run(media_type, copy, answer)
        if problem:
            return Extracted(problem=problem)
        answer.seek(0)
        return _told(answer, media_type)


def run(media_type: str, file: BinaryIO, answer: BinaryIO, *, module: str = "") -> str:
    """Run the reader on the file; the problem where it did not end well, else nothing."""
    limits = (settings.READING_MEMORY_BYTES, settings.READING_SECONDS, settings.READING_MOST_SIGNS)
    try:
        ended = subprocess.run(  # noqa: S603  our own program; nothing sent is an argument
            [sys.executable, "-s", "-m", module or MODULE, media_type, *map(str, limits)],
            stdin=file,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            timeout=settings.READING_SECONDS,
            cwd=ROOT,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        ).returncode
    except subprocess.TimeoutExpired:
        return ReadingProblem.TOO_SLOW
    if ended == TOO_LARGE:
        return ReadingProblem.TOO_LARGE
    if ended == -signal.SIGXCPU:
        return ReadingProblem.TOO_SLOW
    return ReadingProblem.BROKEN if ended else ""


def _told(answer: BinaryIO, media_type: str) -> Extracted:
    """The answer, believed as little as the file: a file may have become its reader."""
    try:
        *lines, whole = [json.loads(line) for line in answer]
        places = [(int(number), str(name)[:200], _kept(words)) for number, name, words in lines]
    except (ValueError, TypeError, AttributeError):
        return Extracted(problem=ReadingProblem.BROKEN)
    numbers = [number for number, _name, _words in places]
    if not places:
        empty = ReadingProblem.SCAN if media_type == _PDF else ReadingProblem.EMPTY
        return Extracted(problem=empty)
    if numbers != sorted(set(numbers)) or not 0 < numbers[0] <= numbers[-1] < PAGES_OF_A_VERSION:
        return Extracted(problem=ReadingProblem.BROKEN)
    return Extracted(places, problem="" if whole else ReadingProblem.CUT)


def _kept(words: str) -> str:
    """Without the signs that no database takes and those that words are marked with."""
    return words.replace("\0", "").replace(START, "").replace(END, "")
