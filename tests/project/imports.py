"""Who imports whom, read from the source and not from what happens to be loaded."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "criteria", "evidence", "assessments")


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Path]:
    """Every module of the portal, by its dotted name."""
    folders = [*APPS, "cse_portal"]
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return {_name(path): path for path in paths if "migrations" not in path.parts}


@cache
def imports_of(module: str) -> frozenset[str]:
    """What a module names in its imports, inside functions as well."""
    path = modules()[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        found.update(_named(node, package))
    return frozenset(found)


def _named(node: ast.AST, package: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        source = node.module or ""
        if node.level:
            parts = package.split(".")
            base = ".".join(parts[: len(parts) - node.level + 1])
            source = f"{base}.{source}".rstrip(".")
        for alias in node.names:
            inner = f"{source}.{alias.name}"
            yield inner if inner in modules() else source
