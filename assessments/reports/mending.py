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
    root = reach(pdf.catalog["StructTreeRoot"])
    numbered = reach(root["ParentTree"])["Nums"]
    for element in numbered[len(pdf.page_references) * 2 + 1 :: 2]:
        _make_link(reach(element))
    read = {element.number for element in _elements(reach(root["K"][0]), reach)}
    for page, kids in zip(pdf.page_references, numbered[1::2], strict=False):
        _put_margins_aside(reach(reach(page)["Contents"]).stream, kids, read)


def _make_link(element: Any) -> None:
    """A part of a link that bears the link itself, such as a name in another direction."""
    if element["S"] != "/Form":
        element["S"] = "/Link"


def _say_something(table: Any) -> None:
    """A glyph that is only part of a letter stands for nothing by itself, which is not valid."""
    table.stream[:] = [bytes(line).replace(b"<>", NOTHING) for line in table.stream]


def _put_margins_aside(stream: list[Any], kids: list[Any], read: set[int]) -> None:
    """What stands in the margins is marked as text, though no part of the structure holds it."""
    aside = {mark for mark, kid in enumerate(kids) if int(kid.split()[0]) not in read}
    kids[:] = ["null" if mark in aside else kid for mark, kid in enumerate(kids)]
    for at, word in enumerate(stream):
        if word == b"BDC" and stream[at - 1].get("MCID") in aside:
            stream[at - 2 : at] = ["/Artifact", "<</Type/Pagination>>"]


def _elements(element: Any, reach: Reach) -> Iterator[Any]:
    waiting = [element]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += [reach(kid) for kid in found.get("K", ()) if isinstance(kid, bytes)]
