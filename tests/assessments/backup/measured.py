"""A command of the portal, and the most memory that it took, in MB, as the last line.

python -m tests.assessments.backup.measured backup FILE
"""

import resource
import sys
import time

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    began = time.monotonic()
    try:
        execute_from_command_line(["manage.py", *sys.argv[1:]])
    finally:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        sys.stdout.write(f"{time.monotonic() - began:.1f} seconds\n{peak}\n")
