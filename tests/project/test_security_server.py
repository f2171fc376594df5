"""What the server that we run makes of odd requests, and how its keys are changed."""

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import ParseException
from gunicorn.http.parser import RequestParser

from accounts.sign_in.sealing import seal, unseal
from cse_portal import gunicorn as ours

from .test_settings import WHOLE, run

pytestmark = pytest.mark.any_database

SMUGGLED = {
    "length and pieces": b"Content-Length: 4\r\nTransfer-Encoding: chunked",
    "two lengths": b"Content-Length: 4\r\nContent-Length: 5",
    "a length with a sign": b"Content-Length: +4",
    "pieces of an unknown kind": b"Transfer-Encoding: xchunked",
    "pieces hidden by a space": b"Transfer-Encoding : chunked",
}


def parsed(head: bytes):
    config = Config()
    for name, value in vars(ours).items():
        if name in config.settings:
            config.set(name, value)
    raw = b"POST /account/login/ HTTP/1.1\r\nHost: portal.example.org\r\n" + head + b"\r\n\r\nabcd"
    return next(iter(RequestParser(config, iter([raw]), ("127.0.0.1", 1))))


@pytest.mark.parametrize("head", SMUGGLED.values(), ids=SMUGGLED)
def test_a_request_whose_end_is_said_in_two_ways_is_refused(head):
    with pytest.raises(ParseException):
        parsed(head)


def test_a_header_cannot_be_overwritten_by_one_that_only_looks_like_it():
    request = parsed(b"X-Forwarded-For: 192.0.2.7\r\nX_Forwarded_For: 198.51.100.9")
    assert ("X-FORWARDED-FOR", "192.0.2.7") in request.headers
    assert "198.51.100.9" not in str(request.headers)


def test_the_secret_key_is_changed_and_what_the_old_one_sealed_is_still_read(settings, tmp_path):
    old, settings.SECRET_KEY_FALLBACKS = settings.SECRET_KEY, []
    sealed = seal("the seed of a second factor")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 9, [old]
    assert unseal(sealed) == "the seed of a second factor"
    show = "from django.conf import settings; print(settings.SECRET_KEY_FALLBACKS)"
    given = WHOLE | {"VAR_DIR": str(tmp_path), "SECRET_KEY_FALLBACKS": "before,long-before"}
    done = run("production", "shell", "--no-imports", "-c", show, **given)
    assert done.stdout.strip() == "['before', 'long-before']", done.stderr
