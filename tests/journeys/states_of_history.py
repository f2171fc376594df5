"""The pages of histories in their states, for those who see most of them."""

from collections.abc import Callable
from typing import Any

COUNCIL = "/organisations/argyll-and-bute-council"
HISTORY = f"{COUNCIL}/history/"


def states_of_history(state: Callable[..., Any], service: str) -> list[Any]:
    """Of the organisation, of a service's work in its parts, and of oneself."""
    return [
        state("history", HISTORY),
        state("history, narrowed", f"{HISTORY}?kind=change&code=1.1.1"),
        state("history, nothing like this", f"{HISTORY}?who=nobody-at-all"),
        state("history, a day that is none", f"{HISTORY}?since=yesterday"),
        state("history of a service", f"{service}/history/"),
        state("history of an assessment", f"{service}/assessment/history/"),
        state("history of an element", f"{service}/elements/1.1.1/history/"),
        state("history of a person", f"{COUNCIL}/people/{{several}}/history/"),
        state("my activity", "/account/activity/"),
    ]
