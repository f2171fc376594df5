"""What WeasyPrint leaves out of an accessible PDF, put in before the file is written.

The objects of the file are changed in the memory: writing it, reading it again and writing it
once more would take a tenth of the whole rendering.
"""

from collections.abc import Callable, Iterator
from typing import Any

# Joins what is beside it, is never seen, and unlike a space is passed over by a search.
NOTHING = b"<2060>"
Reach = Callable[[Any], Any]


def mend(document: object, pdf: Any) -> None:
    """A finisher for WeasyPrint: header cells say what they head, heads and feet of pages are
    no part of the text, and every glyph has a text."""

    def reach(reference: Any) -> Any:
        return pdf.objects[int(reference.split()[0])]

    for node in pdf.objects:
        if isinstance(node, dict):
            if node.get("S") == "/TH" and "A" in node:
                in_head = reach(reach(node["P"])["P"]).get("S") == "/THead"
                node["A"]["Scope"] = "/Column" if in_head else "/Row"
            elif "ToUnicode" in node:
                _say_something(reach(node["ToUnicode"]))
    _put_margins_aside(pdf, reach)


def _say_something(table: Any) -> None:
    """A glyph that is only part of a letter stands for nothing by itself, which is not valid."""
    table.stream[:] = [bytes(line).replace(b"<>", NOTHING) for line in table.stream]


def _put_margins_aside(pdf: Any, reach: Reach) -> None:
    """What stands in the margins is marked as text, though no part of the structure holds it."""
    root = reach(pdf.catalog["StructTreeRoot"])
    read = {element.number for element in _elements(reach(root["K"][0]), reach)}
    numbered = reach(root["ParentTree"])["Nums"]
    pages = dict(zip(numbered[::2], numbered[1::2], strict=True))
    for number, page in enumerate(map(reach, pdf.page_references)):
        held = pages.get(number, [])
        aside = {mark for mark, kid in enumerate(held) if int(kid.split()[0]) not in read}
        _make_artifacts(reach(page["Contents"]).stream, aside)
        held[:] = ["null" if mark in aside else kid for mark, kid in enumerate(held)]


def _elements(element: Any, reach: Reach) -> Iterator[Any]:
    waiting = [element]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += [reach(kid) for kid in found.get("K", ()) if isinstance(kid, bytes)]


def _make_artifacts(stream: list[Any], marks: set[int]) -> None:
    for at, word in enumerate(stream):
        if word == b"BDC" and stream[at - 1].get("MCID") in marks:
            stream[at - 2 : at] = ["/Artifact", "<</Type/Pagination>>"]
