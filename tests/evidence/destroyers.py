"""A process that destroys versions one after the other, and kills itself on the way.

python -m tests.evidence.destroyers begin             makes the versions, all asked for
python -m tests.evidence.destroyers MOMENT            agrees to two; killed within the second
python -m tests.evidence.destroyers keep-house        what the worker does of its own accord,
                                                      with what there is before and after
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

MOMENTS = ("before the list", "after the list", "after the database", "after the bytes")


def die(*arguments: Any, **words: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def then_die(real: Callable[..., Any]) -> Callable[..., Any]:
    def deed(*arguments: Any) -> None:
        real(*arguments)
        die()

    return deed


def begin() -> None:
    from accounts.enums import Role
    from tests.builders.evidence import make_destruction, make_item, make_portfolio, make_version
    from tests.builders.people import make_user

    portfolio = make_portfolio()
    make_user(Role.MANAGER, portfolio.service)
    governance = make_user(Role.GOVERNANCE, portfolio.service.organisation)
    for number in range(101, 101 + 2 * len(MOMENTS)):
        version = make_version(make_item(portfolio, number=number), f"{number}".encode())
        make_destruction(version, governance)


def agree_and_be_killed(moment: str) -> None:
    """The first is acknowledged on stdout; the second never is."""
    from accounts.models import User
    from evidence.actions import agree_to_destruction
    from evidence.destruction import deed
    from evidence.models import Destruction

    place = MOMENTS.index(moment)
    manager = User.objects.get(memberships__role="manager")
    first, second = list(Destruction.objects.order_by("pk"))[2 * place : 2 * place + 2]
    agree_to_destruction(destruction=first, by=manager)
    sys.stdout.write(first.version.item.code)
    sys.stdout.flush()
    if place == 0:
        deed.append = die
    elif place == 1:
        deed.append = then_die(deed.append)
    elif place == 2:
        deed.remove_bytes = die
    else:
        deed.remove_bytes = then_die(deed.remove_bytes)
    agree_to_destruction(destruction=second, by=manager)


def look() -> dict[str, Any]:
    from evidence.custody import check_custody
    from evidence.models import Destruction

    rows = Destruction.objects.select_related("version__item").order_by("pk")
    custody = check_custody()
    return {
        "rows": [
            (row.version.item.code, bool(row.agreed_at), row.version.is_destroyed, row.is_open)
            for row in rows
        ],
        "lost": len(custody.findings) - len(custody.returned),
        "returned": [found.code for found in custody.returned],
    }


def keep_house() -> None:
    from evidence.destruction.deed import finish_all
    from evidence.destruction.ledger import complete_interrupted

    before = look()
    done = [complete_interrupted(), finish_all()]
    again = [complete_interrupted(), finish_all()]
    sys.stdout.write(json.dumps({"before": before, "done": done, "again": again} | look()))


if __name__ == "__main__":
    import django

    django.setup()
    known = {"begin": begin, "keep-house": keep_house}
    known.get(sys.argv[1], lambda: agree_and_be_killed(sys.argv[1]))()
