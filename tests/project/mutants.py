"""The rules of authority with something left out, as a slip of the pen would leave it out.

Each mutant is one function of a module that decides who may do what: it always says yes, or
always no, or lacks one operand of an `and` or `or`, one refusal, or one condition of a lookup.
"""

import ast
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from textwrap import dedent
from types import CodeType, FunctionType, ModuleType
from typing import Any

import rules

LOOKUPS = {"get_object_or_404", "filter", "get"}


@dataclass(frozen=True)
class Mutant:
    """A function of a rule, and the code that it has meanwhile."""

    name: str
    function: FunctionType
    code: CodeType

    @contextmanager
    def in_place(self) -> Iterator[None]:
        original = self.function.__code__
        self.function.__code__ = self.code
        try:
            yield
        finally:
            self.function.__code__ = original


def functions_of(module: ModuleType) -> dict[str, FunctionType]:
    """The functions that the module itself defines, predicates among them, by name."""
    found = {}
    for name, value in vars(module).items():
        function = value.fn if isinstance(value, rules.Predicate) else value
        if isinstance(function, FunctionType) and function.__module__ == module.__name__:
            found[name] = inspect.unwrap(function)
    return found


def mutants_of(function: Callable[..., Any], *, answers: bool) -> Iterator[Mutant]:
    """All mutants of a function; where it `answers` yes or no, also those two answers."""
    function = inspect.unwrap(function)
    assert isinstance(function, FunctionType)
    tree = ast.parse(dedent(inspect.getsource(function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    tree.decorator_list, tree.returns = [], None
    for argument in ast.walk(tree.args):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    whole = f"{function.__module__}.{function.__qualname__}"
    for truth in (True, False) if answers else ():
        always = deepcopy(tree)
        always.body = [ast.Return(ast.Constant(truth))]
        yield _mutant(f"{whole} always says {truth}", function, always)
    for what, mutated in _slips(tree):
        yield _mutant(f"{whole} without `{what}`", function, mutated)


def _slips(tree: ast.FunctionDef) -> Iterator[tuple[str, ast.FunctionDef]]:
    for number, node in enumerate(ast.walk(tree)):
        for part in _parts_of(node):
            mutated = deepcopy(tree)
            what = _leave_out(list(ast.walk(mutated))[number], part)
            yield what, mutated


def _parts_of(node: ast.AST) -> range:
    """How many things can be left out of a node, one at a time."""
    if isinstance(node, ast.BoolOp):
        return range(len(node.values))
    if isinstance(node, ast.BinOp) and _joins_conditions(node):
        return range(2)
    if isinstance(node, ast.If) and not node.orelse and isinstance(node.body[0], ast.Raise):
        return range(1)
    if isinstance(node, ast.Call) and _called(node) in LOOKUPS:
        return range(len(node.keywords))
    return range(0)


def _leave_out(node: ast.AST, part: int) -> str:
    left_out: ast.AST
    if isinstance(node, ast.BoolOp):
        left_out = node.values[part]
        node.values[part] = ast.Constant(isinstance(node.op, ast.And))
    elif isinstance(node, ast.BinOp):
        left_out = node.right if part else node.left
        node.left = node.right = node.left if part else node.right
    elif isinstance(node, ast.If):
        left_out, node.test = node.test, ast.Constant(False)
    else:
        assert isinstance(node, ast.Call)
        left_out = node.keywords.pop(part)
    return " ".join(ast.unparse(left_out).split())


def _joins_conditions(node: ast.BinOp) -> bool:
    sides = (node.left, node.right)
    return all(isinstance(side, ast.Call) and _called(side) == "Q" for side in sides)


def _called(node: ast.Call) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def _mutant(name: str, function: FunctionType, tree: ast.FunctionDef) -> Mutant:
    module = ast.fix_missing_locations(ast.Module([tree], []))
    made: dict[str, Any] = {}
    # The source is our own, with something left out.
    exec(compile(module, function.__code__.co_filename, "exec"), function.__globals__, made)
    return Mutant(name, function, made[function.__name__].__code__)
