"""Who may open a view: closed unless the view says whom it serves.

    @serves("evidence.change_portfolio", portfolio_in_scope)
    def add_evidence(request, portfolio, code): ...

The object is looked up within the reader's scope first, so that a stranger gets the same
404 as for one that does not exist; then the permission is asked, and who may read but not
do this gets 403. Both are in the history.
"""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.encoding import escape_uri_path

from accounts.actions.refusing import record_refusal
from accounts.history.places import organisation_behind
from accounts.models import User
from accounts.queries import home_of
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
            found: list[Any] = []
            try:
                if fetch is not None:
                    taken = {name: kwargs.pop(name) for name in _parts(fetch) if name in kwargs}
                    found = [fetch(request.user, **taken)]
                if not request.user.has_perm(permission, *found):
                    raise PermissionDenied
                response = view(request, *found, **kwargs)
            except (PermissionDenied, Http404):
                _note_refusal(request, found)
                raise
            let_go_when_sent(request, request.user, response)
            return response

        guarded.serves = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def _note_refusal(request: HttpRequest, found: list[Any]) -> None:
    """The entry says what was asked for, and no more than the answer whether it is there."""
    person = cast(User, request.user)  # who has not signed in was sent to do so
    record_refusal(
        by=person,
        method=str(request.method),
        path=escape_uri_path(request.path),
        organisation_id=organisation_behind(*found) or home_of(person),
    )


def _parts(fetch: Callable[..., Any]) -> list[str]:
    return list(signature(fetch).parameters)[1:]
