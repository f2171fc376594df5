"""axe-core in a page: brought there once a document, and asked for nothing but what it finds."""

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Frames hold files, which are shown by the browser and not by us.
# Of what it may fetch beforehand, stylesheets are for a rule that is not asked.
OPTIONS: dict[str, Any] = {
    "resultTypes": ["violations"],
    "iframes": False,
    "preload": {"assets": ["media"]},
}
# Most of the time goes into the contrast of colours, which are the same at any width.
BUT_COLOURS = OPTIONS | {"rules": {"color-contrast": {"enabled": False}}}
ASK = "options => axe.run(options).then(found => [found.violations, found.passes.length])"


def have_axe(page: Page) -> None:
    """Each document that the page opens from now on has it: a third of the time it takes else."""
    page.add_init_script(AXE_SCRIPT)


def findings(page: Page, options: dict[str, Any]) -> Iterator[str]:
    """What axe-core finds on the page as it is, at most a line for each place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    violations, passed = page.evaluate(ASK, options)
    assert passed, "axe-core has looked at nothing"
    for finding in violations:
        for node in finding["nodes"]:
            yield f"{finding['id']} ({finding['impact']}): {node['html'][:200]}"
