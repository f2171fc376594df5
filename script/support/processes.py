"""Child processes that end together, and never outlive the one that started them."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Sequence

PR_SET_PDEATHSIG = 1
PATIENCE = 15.0


class Stopped(Exception):
    """Someone asked for the end, with Ctrl-C or a signal."""


def listen_for_the_end() -> None:
    """Let Ctrl-C, SIGTERM and a closed terminal raise Stopped, the first time."""

    def stop(number: int, frame: object) -> None:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def start(command: Sequence[str], pass_fds: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """Start a program in a process group of its own, so that Ctrl-C reaches us alone."""
    return subprocess.Popen(
        command, process_group=0, pass_fds=pass_fds, preexec_fn=_end_with_parent
    )


def first_to_end(processes: Sequence[subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
    """Wait until one of them has ended, and return it."""
    while True:
        for process in processes:
            if process.poll() is not None:
                return process
        time.sleep(0.2)


def end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask all to finish what they are at, and end those that take too long."""
    for process in processes:
        _signal(process, signal.SIGTERM)
    last = time.monotonic() + PATIENCE
    for process in processes:
        try:
            process.wait(max(0.1, last - time.monotonic()))
        except subprocess.TimeoutExpired:
            _signal(process, signal.SIGKILL)
            process.wait()


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    # The whole group: what a process that died at once has left behind must go as well.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
