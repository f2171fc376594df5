"""Where a request comes from, and the one in hand."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# The request in hand, where there is one; `accounts.middleware.KnowsItsAddress` sets it.
request_in_hand: ContextVar[HttpRequest | None] = ContextVar("request_in_hand", default=None)

# Some proxies write `192.0.2.1:50012`, or `[2001:db8::1]:50012`.
_WITH_PORT = re.compile(r"^(?:([\d.]+)|\[([^\]]+)\])(?::\d+)?$")


def address_of(request: HttpRequest) -> str:
    """The client's network address; what a forwarding header says only behind a named proxy.

    `TRUSTED_PROXIES` names proxies by address or network. Behind one of them the last
    address of `X-Forwarded-For` that is not such a proxy's is taken: what stands before it,
    or before something that is no address, anybody may have written. Without an address
    that can be read it is "".
    """
    address = _plain(request.META.get("REMOTE_ADDR", ""))
    passed_on = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while passed_on and _is_trusted(address):
        before = _plain(passed_on.pop())
        if not before:
            break
        address = before
    return address


def address_in_hand() -> str:
    """The address of whoever sent the request in hand; "" where the portal acts by itself."""
    request = request_in_hand.get()
    return address_of(request) if request else ""


@contextmanager
def nobody_in_hand() -> Iterator[None]:
    """For what is told later than it was done: not from where the request in hand comes."""
    before = request_in_hand.set(None)
    try:
        yield
    finally:
        request_in_hand.reset(before)


def _plain(text: str) -> str:
    """The address in one way of writing it, without a port; "" where there is none."""
    try:
        address = ip_address(_WITH_PORT.sub(r"\1\2", text.strip()))
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)


def _is_trusted(address: str) -> bool:
    if not address:
        return False
    known = ip_address(address)
    return any(known in ip_network(each) for each in settings.TRUSTED_PROXIES)
