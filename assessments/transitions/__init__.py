"""How assessments, approvals and requests move: a table each, in one shape.

Pages ask `possible` to draw their buttons, actions move through
`assessments.actions.moving.move`, and the tests walk the tables.
"""

from .approvals import APPROVALS
from .assessments import ASSESSMENTS, require_with_service
from .requests import REQUESTS
from .rules import allows, possible, refusals, require, table_of
from .shape import Need, NotPossibleNow, Table, Transition

TRANSITIONS = ASSESSMENTS.transitions
TABLES = (ASSESSMENTS, APPROVALS, REQUESTS)

__all__ = [
    "APPROVALS",
    "ASSESSMENTS",
    "REQUESTS",
    "TABLES",
    "TRANSITIONS",
    "Need",
    "NotPossibleNow",
    "Table",
    "Transition",
    "allows",
    "possible",
    "refusals",
    "require",
    "require_with_service",
    "table_of",
]
