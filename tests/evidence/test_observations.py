"""What was seen, written down with pictures."""

from uuid import uuid4

import pytest
from django.contrib.messages import get_messages

from evidence.models import EvidenceItem, EvidenceVersion
from tests.builders.evidence import make_item, make_observation, make_redacted, make_version
from tests.builders.files import pdf, picture, upload

pytestmark = pytest.mark.django_db

WORDS = "A notice at the door of the Dunoon office.\n\nIt gives the hours."


@pytest.fixture
def address(base):
    return f"{base}/elements/1.1.1/evidence/observation"


def send(client, address, *pictures, **fields):
    files = [upload(*each) for each in pictures]
    usual = {"title": "Notice at Dunoon", "words": WORDS, "pictures": files}
    return client.post(address, usual | fields)


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def photo(at):
    return f"photo {at}.png", picture(size=(40 + at, 30))


def beside(item):
    return [each.file_name for each in item.versions.filter(role="picture").order_by("number")]


def test_a_note_and_its_pictures_stand_together_on_the_page(as_officer, team, address, base):
    response = send(as_officer, address, photo(1), photo(2))
    assert response.url == f"{base}/evidence/CSS401/"
    assert told(response) == ["Added CSS401: Notice at Dunoon.", "Pictures added: 2."]
    page = as_officer.get(response.url).content.decode()
    assert WORDS in page
    for each in EvidenceVersion.objects.filter(role="picture"):
        assert f'src="/files/{each.uuid}/view/"' in page
    assert "Version 1</strong>" in page and "Version 2</strong>" not in page


def test_a_bad_picture_is_refused_by_itself_and_the_rest_is_kept(
    as_officer, team, address, stored_files
):
    bad, document = ("bad.png", b"MZ\x90"), ("plan.pdf", pdf())
    response = send(as_officer, address, photo(1), bad, document, photo(2))
    item = EvidenceItem.objects.get()
    assert beside(item) == ["photo 1.png", "photo 2.png"]
    assert told(response)[1:] == [
        "bad.png was not added. It is a program, and programs are never kept. "
        "Add a document or a picture that shows what you do.",
        "plan.pdf was not added. It is not a picture. Add it as evidence of its own instead.",
        "Pictures added: 2.",
    ]
    assert stored_files() == 3


def test_there_are_ten_pictures_at_most(as_officer, team, address, stored_files):
    response = send(as_officer, address, *(photo(at) for at in range(11)))
    assert "An observation has at most 10 pictures." in told(response)[1]
    assert len(beside(EvidenceItem.objects.get())) == 10
    assert stored_files() == 11


def test_sent_twice_it_makes_one_item_with_each_picture_once(as_officer, team, address):
    number = uuid4()
    for _ in range(2):
        assert send(as_officer, address, photo(1), photo(2), sending=number).status_code == 302
    assert len(beside(EvidenceItem.objects.get())) == 2


def test_a_picture_that_was_cut_off_comes_with_the_second_sending(as_officer, team, address):
    number = uuid4()
    send(as_officer, address, photo(1), sending=number)
    send(as_officer, address, photo(1), photo(2), sending=number)
    assert beside(EvidenceItem.objects.get()) == ["photo 1.png", "photo 2.png"]


def test_the_browser_itself_asks_for_what_is_required(as_officer, team, address):
    """So a form with pictures in it does not come back without them."""
    page = as_officer.get(address).content.decode()
    form = page[page.index('enctype="multipart/form-data"') :]
    assert "novalidate" not in form[: form.index(">")]
    for name in ("title", "words"):
        field = form[form.index(f'name="{name}"') :]
        assert "required" in field[: field.index(">")]
        assert "maxlength" in field[: field.index(">")]


def test_an_empty_note_says_what_is_missing_and_keeps_the_title(as_officer, team, address):
    page = send(as_officer, address, words=" ").content.decode()
    assert "Write down what was seen" in page and 'value="Notice at Dunoon"' in page
    assert not EvidenceItem.objects.exists()


def test_further_pictures_are_added_later(as_officer, portfolio, base):
    item = make_item(portfolio, number=401)
    make_observation(item, pictures=1)
    address = f"{base}/evidence/CSS401/versions/1/pictures"
    assert address in as_officer.get(f"{base}/evidence/CSS401/").content.decode()
    assert "Choose a file" in as_officer.post(address).content.decode()
    files = {"pictures": [upload(*photo(5)), upload(*photo(6))]}
    response = as_officer.post(address, files)
    assert told(response) == ["Pictures added: 2."]
    assert beside(item) == ["notice 1.png", "photo 5.png", "photo 6.png"]


def test_pictures_stand_beside_originals_only(as_officer, portfolio, base):
    copy = make_redacted(make_version(make_item(portfolio, number=401)))
    address = f"{base}/evidence/CSS401/versions/{copy.number}/pictures"
    assert as_officer.get(address).status_code == 404
