"""The pages of a pack: its index, how to check it, what leads elsewhere, and their looks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .content import PackContent
from .entries import absent_from, address_of, entries_of, files_of_summary, lines_of
from .paths import DATA, HOW_TO_CHECK, INDEX, LOOKS, NOT_INCLUDED, REGISTER, SUMS

FONTS = "fonts/atkinson-hyperlegible"
# What the pages are dressed in, as it lies in `static/`; fonts are named from `css/`.
LOOK = (
    "css/fonts.css",
    "css/paper-screen.css",
    "css/pack.css",
    "js/pack.js",
    *(
        f"{FONTS}-{face}-wght-{slope}.woff2"
        for face, slope in (
            ("next-latin", "normal"),
            ("next-latin", "italic"),
            ("next-latin-ext", "normal"),
            ("next-latin-ext", "italic"),
            ("mono-latin", "normal"),
        )
    ),
    "fonts/OFL-next.txt",
    "fonts/OFL-mono.txt",
)


def index_page(content: PackContent) -> bytes:
    """The page to begin at: the whole summary, a search, and links to every file."""
    context: dict[str, Any] = {
        "files": files_of_summary(content),
        "entries": entries_of(content),
        "absent": absent_from(content),
        "register": REGISTER,
        "data": DATA,
        "not_included": address_of(NOT_INCLUDED),
    }
    return _page(content, "pack/index.html", **context)


def page_of_checks(content: PackContent) -> bytes:
    return _page(content, "pack/how_to_check.html")


def pointers(content: PackContent) -> Iterator[tuple[str, bytes]]:
    """A small page in the folder of each further element that a shared file is cited for."""
    for link in content.links:
        if link.pointer:
            root = "../" * link.pointer.count("/")
            lines = lines_of(content, link)
            yield link.pointer, _page(content, "pack/pointer.html", root, link=link, lines=lines)


def parts_of_pages(content: PackContent) -> Iterator[tuple[str, bytes]]:
    """Stylesheets, script, fonts and logo: the pages load nothing else."""
    for name in LOOK:
        yield f"{LOOKS}/{name}", (Path(settings.BASE_DIR) / "static" / name).read_bytes()
    style = content.summary.style
    yield f"{LOOKS}/css/accent.css", f":root {{ --brand: {style.accent}; }}\n".encode()
    if style.logo:
        yield f"{LOOKS}/{style.logo.name}", style.logo.data


def not_included(content: PackContent) -> bytes:
    """What is missing, for whoever goes through the folders; nothing where nothing is."""
    rows = absent_from(content)
    if not rows:
        return b""
    lines = [_("These pieces of evidence are not in this pack."), ""]
    for row in rows:
        lines.append(f"{row.code}: {' '.join(row.title.split())}")
        lines.append(f"    {row.what[:1].upper()}{row.what[1:]}. {row.why}")
        lines.append("    " + _("Cited for %(elements)s") % {"elements": ", ".join(row.elements)})
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def _page(content: PackContent, template: str, root: str = "", **context: Any) -> bytes:
    frame = {
        "pack": content,
        "paper": content.summary,
        "root": root,
        "looks": f"{root}{LOOKS}",
        "index": f"{root}{INDEX}",
        "how_to_check": root + address_of(HOW_TO_CHECK),
        "sums": SUMS,
    }
    return render_to_string(template, frame | context).encode()
