"""Every route of the portal, read from its URL configuration."""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """An address with its parameters as `<name>`, the name it is known by, and its view."""

    path: str
    name: str
    view: Callable[..., Any]

    def __str__(self) -> str:
        return self.name or self.path

    @property
    def permission(self) -> str | None:
        """The permission that the view states; None for views of libraries."""
        return getattr(self.view, "serves", None)

    @property
    def fetch(self) -> Callable[..., Any] | None:
        """How a view that states a permission has its object looked up."""
        return inspect.getclosurevars(self.view).nonlocals.get("fetch")

    @property
    def parameters(self) -> list[str]:
        return PARAMETER.findall(self.path)

    @property
    def keys(self) -> list[str]:
        """Each parameter with the word before it, which says what it is the number of."""
        parts = self.path.split("/")
        return [
            f"{before}/{name}"
            for before, part in zip(["", *parts], parts, strict=False)
            for name in PARAMETER.findall(part)
        ]

    def address(self, values: dict[str, Any]) -> str:
        """The address with the values of `keys` in place."""
        path = self.path
        for key, name in zip(self.keys, self.parameters, strict=True):
            path = path.replace(f"<{name}>", str(values[key]), 1)
        return f"/{path}"


def routes(urlconf: str | None = None) -> list[Route]:
    return list(_walk(get_resolver(urlconf), "", ""))


def _walk(resolver: URLResolver, before: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        path = before + _written(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, path, inner)
        elif isinstance(entry, URLPattern):
            name = f"{namespace}{entry.name}" if entry.name else ""
            yield Route(path, name, entry.callback)


def _written(pattern: Any) -> str:
    if isinstance(pattern, RoutePattern):
        return re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", str(pattern))
    if isinstance(pattern, RegexPattern):
        named = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", str(pattern))
        return named.removeprefix("^").removesuffix("$")
    raise AssertionError(f"Routes of this kind are not read yet: {pattern!r}")
