"""What WeasyPrint leaves out of an accessible PDF, put in afterwards in one pass."""

from io import BytesIO

import pikepdf

# Joins what is beside it, is never seen, and unlike a space is passed over by a search.
NOTHING = b"<2060>"


def mended(rendered: bytes) -> bytes:
    """The same document with the scope of its header cells and a text for every glyph."""
    output = BytesIO()
    with pikepdf.open(BytesIO(rendered)) as pdf:
        for node in pdf.objects:
            if isinstance(node, pikepdf.Dictionary):
                if node.get("/S") == "/TH" and "/A" in node:
                    in_head = node.P.P.get("/S") == "/THead"
                    node.A.Scope = pikepdf.Name.Column if in_head else pikepdf.Name.Row
                elif isinstance(said := node.get("/ToUnicode"), pikepdf.Stream):
                    _say_something(said)
        pdf.save(
            output,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return output.getvalue()


def _say_something(said: pikepdf.Stream) -> None:
    """A glyph that is only part of a letter stands for nothing by itself, which is not valid."""
    table = said.read_bytes()
    if b"<>" in table:
        said.write(table.replace(b"<>", NOTHING))
