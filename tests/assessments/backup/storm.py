"""People at work: several threads that write through the portal's own actions.

    python -m tests.assessments.backup.storm

Prints a line once something of each kind is there, goes on until its input ends, and then
prints how much was written, as JSON.
"""

import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

WRITERS = 4
ALL_KINDS = ("version", "link", "self-rating", "rating", "title")


def main() -> None:
    import django

    django.setup()
    from django.db import OperationalError, connections

    from tests.assessments.backup import world

    scene = world.make()
    done: Counter[str] = Counter()
    over = threading.Event()

    def work(number: int, deeds: dict[str, Callable[[int], Any]]) -> None:
        turn = number
        try:
            while not over.is_set():
                for name, deed in deeds.items():
                    try:
                        deed(turn)
                    except OperationalError:  # PostgreSQL ends one of two that wait for each other
                        done["refused"] += 1
                    else:
                        done[name] += 1
                turn += WRITERS
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=work, args=(number, scene.deeds(number)), daemon=True)
        for number in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    while not all(done[kind] for kind in ALL_KINDS) and any(
        map(threading.Thread.is_alive, threads)
    ):
        time.sleep(0.05)
    say("ready")
    sys.stdin.read()
    over.set()
    for thread in threads:
        thread.join(30)
    say(json.dumps(done))


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
