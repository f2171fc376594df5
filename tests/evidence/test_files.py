"""Files are served after a permission check, and never as a page of the portal."""

import os

import pytest
from django.core.files.storage import storages
from django.test import RequestFactory

from accounts.enums import Role
from evidence.views.files import serve_version
from tests.builders.evidence import make_item, make_version
from tests.builders.files import office, pdf, picture
from tests.builders.media import film, sound
from tests.builders.people import make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(portfolio):
    return make_version(make_item(portfolio), pdf("hello"), "Ceò “report”.pdf")


def bytes_of(response):
    return b"".join(response.streaming_content)


def test_a_file_comes_as_it_was_sent_to_be_saved(as_officer, version):
    response = as_officer.get(f"/files/{version.uuid}/")
    assert bytes_of(response) == pdf("hello")
    assert response["Content-Length"] == str(version.size)
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''Ce%C3%B2%20%E2%80%9Creport%E2%80%9D.pdf"
    )
    assert response["Cache-Control"] == "private, no-store"


def test_what_is_shown_is_sandboxed_and_only_framed_by_the_portal(as_officer, version):
    response = as_officer.get(f"/files/{version.uuid}/view/")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline;")
    policy = response["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "frame-ancestors 'self'" in policy and "script" not in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_pages_of_the_portal_itself_are_never_framed(as_officer, base):
    response = as_officer.get(f"{base}/evidence/")
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("content", "how"),
    [(picture(), "inline"), (office(), "attachment"), (b"plain words", "attachment")],
)
def test_only_pictures_and_documents_are_shown(content, how, as_officer, portfolio):
    version = make_version(make_item(portfolio), content, "file")
    response = as_officer.get(f"/files/{version.uuid}/view/")
    assert response["Content-Disposition"].startswith(how)
    shown = serve_version(RequestFactory().get("/"), version, inline=True)
    assert shown["Content-Disposition"].startswith(how)


def test_strangers_find_no_file(as_stranger, client, version):
    for address in (f"/files/{version.uuid}/", f"/files/{version.uuid}/view/"):
        assert as_stranger.get(address).status_code == 404
        assert client.get(address).status_code == 302


def test_corporate_files_are_read_by_the_whole_council(client, portfolio):
    version = make_version(make_item(portfolio, corporate=True))
    colleague = make_user(Role.ADMINISTRATOR, portfolio.service.organisation)
    assert sign_in(client, colleague).get(f"/files/{version.uuid}/").status_code == 200


def test_an_unknown_file_is_not_found(as_officer):
    address = "/files/00000000-0000-4000-8000-000000000000/"
    assert as_officer.get(address).status_code == 404


def test_a_file_whose_bytes_are_gone_is_not_found(as_officer, version):
    os.remove(storages["evidence"].path(version.storage_key))
    assert as_officer.get(f"/files/{version.uuid}/").status_code == 404


def test_a_file_takes_four_statements(as_officer, version, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        as_officer.head(f"/files/{version.uuid}/")
    # With the bytes it is a reading: its entry in the history takes six, and that the session
    # knows of it three.
    with django_assert_max_num_queries(4 + 6 + 3):
        bytes_of(as_officer.get(f"/files/{version.uuid}/"))


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, 691),
        ("bytes=-92", 600, 691),
        ("bytes=0-9999", 0, 691),
    ],
)
def test_a_player_gets_the_part_of_a_film_that_it_asks_for(
    asked, first, last, as_officer, portfolio
):
    content = film()
    assert len(content) == 692
    version = make_version(make_item(portfolio), content, "visit.mp4")
    response = as_officer.get(f"/files/{version.uuid}/view/", headers={"range": asked})
    assert response.status_code == 206
    assert bytes_of(response) == content[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(content)}"
    assert response["Content-Length"] == str(last - first + 1)
    assert response["Content-Type"] == "video/mp4"


def test_a_part_behind_the_end_is_refused_and_nonsense_gives_the_whole(as_officer, version):
    address = f"/files/{version.uuid}/"
    response = as_officer.get(address, headers={"range": "bytes=99999-"})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{version.size}"
    for nonsense in ("bytes=-", "bytes=5-2", "lines=1-2", "bytes=0-1,5-6"):
        whole = as_officer.get(address, headers={"range": nonsense})
        assert whole.status_code == 200 and bytes_of(whole) == pdf("hello")


def test_films_and_sound_are_played_in_the_page_of_their_item(as_officer, portfolio, base):
    for content, tag in ((film(), "<video"), (film(b"qt  "), "<video"), (sound(), "<audio")):
        item = make_item(portfolio)
        version = make_version(item, content, "visit")
        page = as_officer.get(f"{base}/evidence/{item.code}/").content.decode()
        assert tag in page and f'src="/files/{version.uuid}/view/" controls' in page
