"""Where a request came from is taken from the wire, and from a header only behind a named proxy."""

import pytest
from django.test import RequestFactory

from accounts.client import address_of

FORGED = "203.0.113.9"


def address(settings, proxies, remote, forwarded=None):
    settings.TRUSTED_PROXIES = proxies
    more = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return address_of(RequestFactory().get("/", REMOTE_ADDR=remote, **more))


def test_a_forwarding_header_from_anybody_says_nothing(settings):
    assert address(settings, [], "198.51.100.7", FORGED) == "198.51.100.7"
    assert address(settings, ["10.0.0.1"], "198.51.100.7", FORGED) == "198.51.100.7"


@pytest.mark.parametrize("proxies", [["10.0.0.1"], ["10.0.0.0/8"]])
def test_a_named_proxy_is_believed_for_the_last_address_alone(settings, proxies):
    assert address(settings, proxies, "10.0.0.1", f"{FORGED}, 198.51.100.7") == "198.51.100.7"


def test_proxies_behind_each_other_are_passed_over(settings):
    passed = f"{FORGED}, 198.51.100.7, 10.0.0.2"
    assert address(settings, ["10.0.0.0/8"], "10.0.0.1", passed) == "198.51.100.7"


def test_a_header_that_is_no_address_is_not_taken_for_one(settings):
    assert address(settings, ["10.0.0.1"], "10.0.0.1", "nonsense") == "10.0.0.1"
    assert address(settings, [], "", FORGED) == ""


@pytest.mark.parametrize("odd", ["unknown", "nonsense", "198.51.100", ""])
def test_what_stands_before_something_that_is_no_address_is_not_believed(settings, odd):
    assert address(settings, ["10.0.0.1"], "10.0.0.1", f"{FORGED}, {odd}") == "10.0.0.1"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("198.51.100.7:50012", "198.51.100.7"),
        ("[2001:db8::7]:50012", "2001:db8::7"),
        ("[2001:DB8:0::7]", "2001:db8::7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
    ],
)
def test_an_address_is_known_however_a_proxy_writes_it(settings, written, read):
    assert address(settings, ["10.0.0.1"], "10.0.0.1", f"{FORGED}, {written}") == read
    assert address(settings, ["10.0.0.1"], "::ffff:10.0.0.1", f"{FORGED}, {written}") == read
