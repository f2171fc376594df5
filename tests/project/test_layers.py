"""The imports run one way: between the apps, and between the layers inside an app."""

import pytest

from .imports import APPS, imports_of, modules

ORDER = [*APPS, "assessments.reports", "cse_portal"]
LAYERS = (
    {"enums", "validators"},
    {"models"},
    {"queries"},
    {"permissions"},
    {"actions"},
    {"forms", "filters"},
    {"views"},
    {"urls"},
)
# What starts or wires the rest, and so may call the documents as well.
ENTRANCES = {"apps", "demonstration", "management", "urls"}


def height(module: str) -> int:
    """How far up the order of apps a module stands."""
    app, _, rest = module.partition(".")
    part = rest.partition(".")[0]
    if app == "assessments" and part in {"reports", "backup", *ENTRANCES}:
        return ORDER.index("assessments.reports")
    return ORDER.index(app)


def layer(module: str) -> int | None:
    """The layer of a module inside its app; None for one that only helps others."""
    inside = module.split(".")[2 if module.startswith("assessments.reports.") else 1 :]
    part = inside[0] if inside else ""
    return next((place for place, names in enumerate(LAYERS) if part in names), None)


def of_the_portal(names: frozenset[str]) -> list[str]:
    return [name for name in sorted(names) if name.partition(".")[0] in {*APPS, "cse_portal"}]


def reached(module: str) -> set[str]:
    """The layered modules of the same app that a module leads to, also by way of helpers."""
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        for name in of_the_portal(imports_of(waiting.pop())):
            if name in seen or name not in modules() or height(name) != height(module):
                continue
            seen.add(name)
            if layer(name) is None:
                waiting.append(name)
    return {name for name in seen if layer(name) is not None}


def test_no_app_imports_one_above_it():
    upward = [
        f"{module} imports {name}"
        for module in modules()
        for name in of_the_portal(imports_of(module))
        if height(name) > height(module)
    ]
    assert upward == []


@pytest.mark.parametrize("app", ORDER[:-1])
def test_inside_an_app_no_layer_reaches_one_above_it(app):
    upward = [
        f"{module} reaches {name}"
        for module in modules()
        if ORDER[height(module)] == app and (own := layer(module)) is not None
        for name in reached(module)
        if (other := layer(name)) is not None and other > own
    ]
    assert upward == []


def test_one_module_alone_imports_weasyprint():
    importers = {
        module
        for module in modules()
        for name in imports_of(module)
        if name.partition(".")[0] == "weasyprint"
    }
    assert importers == {"assessments.reports.pdf"}


def test_the_portal_does_not_import_its_tests_or_scripts():
    strays = [
        f"{module} imports {name}"
        for module in modules()
        for name in imports_of(module)
        if name.partition(".")[0] in {"tests", "script", "bench"}
    ]
    assert strays == []
