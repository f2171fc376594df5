"""Who may open a view: closed unless the view says whom it serves.

    @serves("evidence.change_portfolio", portfolio_in_scope)
    def add_evidence(request, portfolio, code): ...

The object is looked up within the reader's scope first, so that a stranger gets the same
404 as for one that does not exist; then the permission is asked, and who may read but not
do this gets 403.
"""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from accounts.signed_out import PUBLIC, let_go_when_sent, sign_in_first

__all__ = ["PUBLIC", "serves"]

View = Callable[..., HttpResponseBase]


def serves(permission: str, fetch: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """State whom a view serves.

    `permission` is the name of a registered permission, or PUBLIC. `fetch(user, …)` takes
    by name the parts of the address that it needs and returns the object or raises Http404;
    the view is then called as `view(request, object, **the other parts)`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if permission == PUBLIC:
                return view(request, **kwargs)
            if not request.user.is_authenticated:
                return sign_in_first(request)
            found = []
            if fetch is not None:
                taken = {name: kwargs.pop(name) for name in _parts(fetch) if name in kwargs}
                found = [fetch(request.user, **taken)]
            if not request.user.has_perm(permission, *found):
                raise PermissionDenied
            response = view(request, *found, **kwargs)
            let_go_when_sent(request, request.user, response)
            return response

        guarded.serves = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def _parts(fetch: Callable[..., Any]) -> list[str]:
    return list(signature(fetch).parameters)[1:]
