"""Another web site, on this machine: a link, a way round, and a form that lead to the portal."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote, urlsplit

HTML = "text/html; charset=utf-8"
PAGE = """<!doctype html><html lang="en"><title>Elsewhere</title>
<a href="{to}">The link</a> <form method="post" action="{to}"><button>The form</button></form>
<iframe title="Framed" src="{to}"></iframe>"""


class _Elsewhere(BaseHTTPRequestHandler):
    def log_message(self, *said: object) -> None:
        pass

    def do_GET(self) -> None:
        """`/page?<address>` links to it, `/round?<address>` leads on to it."""
        asked = urlsplit(self.path)
        to = unquote(asked.query)
        body = PAGE.format(to=to).encode() if asked.path == "/page" else b""
        self.send_response(302 if asked.path == "/round" else 200)
        if asked.path == "/round":
            self.send_header("Location", to)
        self.send_header("Content-Type", HTML)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def elsewhere() -> Iterator[str]:
    """The address of a site that is another one than that of the portal under test."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def leads_to(site: str, address: str, way: str = "page") -> str:
    return f"{site}/{way}?{quote(address, safe='')}"
