"""Pages that show words of evidence or of assessments: opening one is a reading."""

from hashlib import sha256
from typing import cast

from django.core.cache import caches
from django.http import HttpRequest

from accounts.actions.reading import record_page_read
from accounts.history import About
from accounts.models import User

AGAIN_AFTER = 600  # seconds, as the sentence of the entry says


def tell_of_page(request: HttpRequest, page: str, about: About) -> None:
    """Put into the history that this page is read, unless the same sign-in just did.

    `page` names it within the sentence. Each process of the server remembers by itself and may
    forget early: so there is a reading too many rather than one too few.
    """
    if request.method == "HEAD":  # an answer without words
        return
    what = f"{request.session.session_key} {about} {page}"
    near, key = caches["near"], f"read:{sha256(what.encode()).hexdigest()}"
    if near.get(key) is None:
        record_page_read(page=page, about=about, by=cast(User, request.user))
        near.set(key, True, AGAIN_AFTER)
