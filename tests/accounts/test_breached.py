"""A password that was stolen elsewhere is refused, by a list that lies on the disk."""

import random
import tracemalloc
from hashlib import sha1

import pytest
from django.core.exceptions import ValidationError

from accounts.sign_in.breached import Breached, is_breached
from tests.builders.people import PASSWORD, make_user, sign_in

STOLEN = "correct horse battery"


def line_of(password, times=3, end="\r\n"):
    return f"{sha1(password.encode()).hexdigest().upper()}:{times}{end}"


def written(path, passwords, end="\r\n"):
    lines = sorted(line_of(each, random.randint(1, 10**9), end) for each in passwords)
    path.write_bytes("".join(lines).encode())
    return path


@pytest.mark.django_db
def test_a_stolen_password_is_refused_when_one_is_chosen(client, settings, tmp_path):
    settings.BREACHED_PASSWORDS = written(tmp_path / "stolen.txt", [STOLEN, "another one", "x"])
    morag = make_user(email="morag@example.org")
    sign_in(client, morag)
    given = {"oldpassword": PASSWORD, "password1": STOLEN, "password2": STOLEN}
    page = client.post("/account/password/change/", given)
    assert "was stolen elsewhere" in page.text
    morag.refresh_from_db()
    assert morag.check_password(PASSWORD)
    unknown = {"password1": "a horse of another colour", "password2": "a horse of another colour"}
    assert client.post("/account/password/change/", given | unknown).status_code == 302


@pytest.mark.parametrize("number", [0, 1, 2, 3, 7, 1_000])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_password_of_the_list_is_found_and_no_other(tmp_path, number, end):
    there = [f"stolen {n}" for n in range(number)]
    path = written(tmp_path / "stolen.txt", there, end)
    assert all(is_breached(each, path) for each in there)
    assert not any(is_breached(f"unknown {n}", path) for n in range(200))


def test_a_list_without_an_end_of_its_last_line_and_in_small_letters_is_searched_too(tmp_path):
    path = written(tmp_path / "stolen.txt", ["a", "b", "c"], "\n")
    path.write_bytes(path.read_bytes().rstrip().lower())
    assert all(is_breached(each, path) for each in "abc")


def test_the_list_is_searched_where_it_lies(tmp_path):
    path = written(tmp_path / "stolen.txt", (str(n) for n in range(100_000)))
    tracemalloc.start()
    assert is_breached("777", path) and not is_breached("unknown", path)
    assert tracemalloc.get_traced_memory()[1] < 64 * 1024 < path.stat().st_size / 50
    tracemalloc.stop()


def test_where_the_list_cannot_be_read_no_password_is_taken_unchecked(settings, tmp_path):
    settings.BREACHED_PASSWORDS = str(tmp_path / "gone")
    with pytest.raises(ValidationError) as refused:
        Breached().validate(STOLEN)
    assert refused.value.code == "unchecked"


def test_without_a_list_none_is_asked(settings):
    settings.BREACHED_PASSWORDS = ""
    Breached().validate(STOLEN)
