"""Measures every case on the one database of DATABASE_URL; prints the figures as JSON lines."""

import argparse
import json
import sys
import time

import django


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", required=True)
    parser.add_argument("--usual", type=int, required=True)
    parser.add_argument("--large", type=int, required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--elements", default="57,570")
    parser.add_argument("--backup", type=int, default=10_000)
    parser.add_argument("--history", type=int, default=1_000_000)
    asked = parser.parse_args()
    django.setup()

    from django.core.management import call_command

    from . import backup, documents, history, library, matching, pack, records, search
    from .case import measure
    from .world import make_world

    call_command("migrate", verbosity=0, interactive=False)
    all_cases = (*search.CASES, *library.CASES, *matching.CASES, *records.CASES)
    cases = [case for case in all_cases if asked.only in case.name]
    for size, items in (("usual", asked.usual), ("large", asked.large)):
        chosen = [case for case in cases if case.size == size]
        if not chosen:
            continue
        began = time.monotonic()
        world = make_world(items, with_words=any(case.words for case in chosen))
        took = time.monotonic() - began
        print(f"  {items:,} items written in {took:.0f} s", file=sys.stderr, flush=True)
        for case in chosen:
            figure = measure(case, world, database=asked.database, rounds=asked.rounds)
            print(json.dumps(figure.as_data()), flush=True)
    for times in (int(size) // 57 for size in asked.elements.split(",")):
        if times:
            for figure in documents.figures(asked.database, times, asked.only, asked.rounds):
                print(json.dumps(figure.as_data()), flush=True)
    if asked.elements != "0":
        for figure in pack.figures(asked.database, asked.only, asked.rounds):
            print(json.dumps(figure.as_data()), flush=True)
    for figure in backup.figures(asked.database, asked.backup, asked.only):
        print(json.dumps(figure.as_data()), flush=True)
    for figure in history.figures(asked.database, asked.history, asked.only, asked.rounds):
        print(json.dumps(figure.as_data()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
