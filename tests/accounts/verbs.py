"""Every verb that the code writes into the history, read from its source."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "criteria", "evidence", "assessments", "cse_portal")


@dataclass(frozen=True)
class Entry:
    """One call of `record`: where, its verb as written (`f"…"` kept), and the words it gives."""

    place: str
    verb: str
    is_pattern: bool
    words: frozenset[str]
    has_more_words: bool


def entries_in_the_code() -> Iterator[Entry]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _name(node.func) == "record":
                    yield _entry(node, f"{path.relative_to(ROOT)}:{node.lineno}")


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _entry(call: ast.Call, place: str) -> Entry:
    given = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    verb = given.get("verb")
    if isinstance(verb, ast.JoinedStr):
        text, is_pattern = ast.unparse(verb), True
    elif isinstance(verb, ast.Constant):
        text, is_pattern = str(verb.value), False
    else:
        raise AssertionError(f"{place}: write the verb of the entry out, so that it can be checked")
    words = frozenset(given) - {"verb", "by", "about"} | {"actor"}
    return Entry(place, text, is_pattern, words, any(k.arg is None for k in call.keywords))
