"""The one place where the state of an assessment, an approval or a request is written."""

from typing import Any

from assessments.transitions import NotPossibleNow, refusals, require, table_of
from assessments.transitions.rules import Subject


def move(subject: Subject, verb: str, *, given: dict[str, str] | None = None, **values: Any) -> str:
    """Take a step of the table, and write `values` with the new state in one UPDATE.

    `given` holds what the step needs by name, such as {"reason": …}. Raises NotPossibleNow
    with the first thing that stands in the way, also where somebody else moved it just now.
    Whether the person may is asked before, by the view.
    """
    table = table_of(subject)
    if refusal := next(refusals(subject, verb, given or {}), None):
        raise NotPossibleNow(refusal)
    before, target = getattr(subject, table.field), require(subject, verb)
    there = table.model._default_manager.filter(pk=subject.pk, **{table.field: before})
    if not there.update(**{table.field: target}, **values):
        raise NotPossibleNow(str(table.transitions[verb].refusal))
    for name, value in {table.field: target, **values}.items():
        setattr(subject, name, value)
    return target
