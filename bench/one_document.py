"""Makes one document and says how much memory the process came to need, as JSON."""

import json
import re
import sys
from pathlib import Path

import django


def main() -> None:
    django.setup()

    from assessments.models import Assessment
    from assessments.reports.make import make
    from assessments.reports.subject import Subject

    report, *numbers = sys.argv[1:]
    rows = Assessment.objects.select_related(
        "portfolio__service__organisation", "portfolio__standard", "edition", "snapshot"
    )
    latest, *before = [rows.get(pk=number) for number in numbers]
    made = make(Subject(latest, before[0] if before else None), report)
    made.file.close()
    # What the system counts for getrusage began with the process that started this one.
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    megabytes = round(int(peak[1]) / 1024) if peak else None
    print(json.dumps({"pages": made.pages, "megabytes": megabytes}))


if __name__ == "__main__":
    main()
