"""How gunicorn serves the portal: `gunicorn -c python:cse_portal.gunicorn cse_portal.wsgi`.

Threads, because a synchronous worker stops answering while a slow upload drips in.
"""

from socket import socket
from typing import Any

from gunicorn import util
from gunicorn.http import wsgi

from cse_portal.settings.browser import BROWSER_GUARDS

PLAIN = {
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}

worker_class = "gthread"
workers = 2
threads = 12
preload_app = True
graceful_timeout = 10
control_socket_disable = True
loglevel = "warning"


def on_starting(arbiter: Any) -> None:
    """What gunicorn says by itself, before the portal is asked, tells nothing and is guarded."""
    wsgi.SERVER = "portal"
    util.write_error = refuse


def refuse(connection: socket, status: int, reason: str, found: str) -> None:
    """A request that cannot be read: without what was found, which is for the log."""
    body = f"{status} {reason}\n".encode()
    lines = [f"HTTP/1.1 {status} {reason}", "Connection: close", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (PLAIN | BROWSER_GUARDS).items()]
    util.write_nonblock(connection, "\r\n".join([*lines, "", ""]).encode("latin-1") + body)
