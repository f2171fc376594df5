"""A command of the portal, and what it took as JSON on the last line.

python -m tests.assessments.backup.measured backup FILE

`work` is the processor's own time, which other programs leave alone.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

statements = 0


def count(execute: Any, *arguments: Any) -> Any:
    """Of rows that are written many at once it is one."""
    global statements
    statements += 1
    return execute(*arguments)


if __name__ == "__main__":
    import django

    began, worked = time.monotonic(), time.process_time()
    django.setup()
    from django.core.management import execute_from_command_line
    from django.db import connection

    with connection.execute_wrapper(count):
        try:
            execute_from_command_line(["manage.py", *sys.argv[1:]])
        finally:
            status = Path("/proc/self/status").read_text()
            took = {
                "seconds": round(time.monotonic() - began, 1),
                "work": round(time.process_time() - worked, 1),
                "megabytes": int(status.partition("VmHWM:")[2].split()[0]) // 1024,
                "statements": statements,
            }
            sys.stdout.write(f"{json.dumps(took)}\n")
