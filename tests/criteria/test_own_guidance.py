"""An organisation's own guidance: written by its administrators, read by its own people."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.enums import OrganisationKind, Role
from accounts.history.sentences import told
from accounts.models import HistoryEntry, HistoryText, Organisation
from criteria.actions import GuidanceChangedMeanwhile, load_standard, write_own_guidance
from criteria.models import Edition, Element, OwnGuidance
from tests.builders.people import (
    make_body,
    make_organisation,
    make_service,
    make_user,
    sign_in,
)
from tests.builders.standards import load_cse, make_standard, standard_data

pytestmark = pytest.mark.django_db

LIST = "/standards/small/guidance/own-council/"
EDIT = f"{LIST}1.1.2/"
ELEMENT = "/standards/small/elements/1.1.2/"
# Session, person and memberships; the organisation, the edition, its elements, the guidance.
LIST_COSTS = 7


@pytest.fixture
def council():
    make_standard()
    return make_organisation("Own Council")


@pytest.fixture
def admin(council):
    return make_user(Role.ADMINISTRATOR, council, name="Ada Admin")


@pytest.fixture
def officer(council):
    return make_user(Role.OFFICER, make_service(council))


def element(code="1.1.2"):
    return Element.objects.get(code=code, edition__is_current=True)


def write(council, admin, text, code="1.1.2", revision=0):
    guidance = OwnGuidance(organisation=council, element=element(code))
    return write_own_guidance(guidance=guidance, text=text, revision=revision, by=admin)


def seen_by(user, address):
    response = sign_in(Client(), user).get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_an_administrator_writes_it_and_the_councils_people_read_it(council, admin, officer):
    client = sign_in(Client(), admin)
    page = client.get(EDIT).content.decode()
    assert "Show how 1.1.2 is done." in page, "the standard's own stands beside it"
    response = client.post(EDIT, {"text": "Ask <b>Calum</b>.\r\n\r\n- one\r\n- two", "revision": 0})
    assert response.status_code == 302
    assert response["Location"] == f"{LIST}#element-1.1.2"
    words = seen_by(officer, ELEMENT)
    assert "<p>Ask &lt;b&gt;Calum&lt;/b&gt;.</p>" in words
    assert "<li>one</li><li>two</li>" in words
    assert "Show how 1.1.2 is done." in words
    assert f'href="{EDIT}"' not in words
    assert f'href="{EDIT}"' in seen_by(admin, ELEMENT)


def test_no_other_organisation_reads_it_nor_does_an_assessor(council, admin):
    write(council, admin, "Only for us")
    for reader in (
        make_user(Role.ADMINISTRATOR, make_organisation("Other Council")),
        make_user(Role.ASSESSOR, make_body()),
        make_user(),
    ):
        assert "Only for us" not in seen_by(reader, ELEMENT)
        assert sign_in(Client(), reader).get(LIST).status_code == 404
        assert sign_in(Client(), reader).post(EDIT, {"text": "x"}).status_code == 404


def test_an_assessor_is_offered_no_guidance_of_a_body(council):
    body = make_body()
    assert body.kind == OrganisationKind.CERTIFICATION_BODY
    reader = make_user(Role.ASSESSOR, body)
    assert body.name not in seen_by(reader, ELEMENT).partition("<main")[2]
    assert "Your own guidance" not in seen_by(reader, "/standards/small/")


def test_the_list_tells_what_is_written_and_who_may_write(council, admin, officer):
    write(council, admin, "Ask Calum.")
    page = seen_by(admin, LIST)
    assert "1 of 3 elements have guidance" in page
    assert "by Ada Admin" in page
    assert page.count("None of your own") == 2
    assert f'href="{EDIT}"' in page
    page = seen_by(officer, LIST)
    assert "Ask Calum." in page
    assert f'href="{EDIT}"' not in page
    assert f'href="{LIST}"' in seen_by(officer, "/standards/small/")


@pytest.mark.parametrize("slug", ["small", "cse"])
def test_the_list_costs_the_same_at_any_size(slug, council, admin, django_assert_num_queries):
    if slug == "cse":
        load_cse()
        for each in Element.objects.filter(edition__standard__slug="cse"):
            guidance = OwnGuidance(organisation=council, element=each)
            write_own_guidance(guidance=guidance, text="Words", revision=0, by=admin)
    client = sign_in(Client(), admin)
    with django_assert_num_queries(LIST_COSTS):
        client.get(f"/standards/{slug}/guidance/own-council/")


def test_the_second_of_two_is_told_and_sees_both(council, admin):
    write(council, admin, "The first text")
    second = make_user(Role.ADMINISTRATOR, council)
    response = sign_in(Client(), second).post(EDIT, {"text": "My text", "revision": 0})
    assert response.status_code == 409
    page = " ".join(response.content.decode().split())
    assert "Somebody changed this while you were writing" in page
    assert "The first text" in page
    assert "My text" in page
    assert "This is what Ada Admin saved on" in page
    assert 'name="revision" value="1"' in page
    assert OwnGuidance.objects.get().text == "The first text"
    client = sign_in(Client(), second)
    assert client.post(EDIT, {"text": "My text", "revision": 1}).status_code == 302
    assert OwnGuidance.objects.get().text == "My text"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_the_first_words_at_once_one_is_told(council, admin):
    start = Barrier(2)

    def save(text):
        try:
            start.wait(timeout=20)
            return write(council, admin, text).text
        except GuidanceChangedMeanwhile as late:
            return late
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(save, ["Mine", "Yours"]))
    saved = OwnGuidance.objects.get()
    told = next(each for each in outcomes if isinstance(each, GuidanceChangedMeanwhile))
    assert saved.text in outcomes and saved.revision == 1
    assert told.current.text == saved.text
    assert HistoryEntry.objects.count() == 1


def test_the_history_keeps_before_and_after_and_the_page_shows_earlier_texts(council, admin):
    write(council, admin, "Before")
    write(council, admin, "After", revision=1)
    write(council, admin, "After", revision=1)
    lines = told(HistoryEntry.objects.order_by("-sequence"))
    sentence = "Changed the organisation’s own guidance for 1.1.2 of Small Standard, First edition"
    assert [line.sentence for line in lines] == [sentence] * 2, "the same again is no change"
    words = HistoryText.objects.latest("entry_sequence").words
    assert (words["before"], words["after"]) == ("Before", "After")
    page = seen_by(admin, EDIT)
    assert "Earlier texts" in page
    assert "<p>Before</p>" in page


def test_emptied_it_is_gone_from_the_pages_and_stays_in_the_history(council, admin, officer):
    write(council, admin, "Ask Calum.")
    client = sign_in(Client(), admin)
    assert client.post(EDIT, {"text": "  ", "revision": 1}).status_code == 302
    assert "Your organisation has no guidance of its own" in seen_by(officer, ELEMENT)
    assert "0 of 3" in seen_by(admin, LIST)
    assert "<p>Ask Calum.</p>" in seen_by(admin, EDIT)


def test_too_long_a_text_comes_back_in_full_with_the_reason(council, admin):
    response = sign_in(Client(), admin).post(EDIT, {"text": "x" * 5001, "revision": 0})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Shorten the guidance to 5,000 characters or fewer: it has 5,001" in page
    assert "x" * 5001 in page


def test_line_ends_of_a_browser_do_not_count_twice(council, admin):
    text = "x" * 2499 + "\r\n\r\n" + "y" * 2499
    assert len(text) > 5000
    response = sign_in(Client(), admin).post(EDIT, {"text": text, "revision": 0})
    assert response.status_code == 302


def test_the_database_holds_one_a_pair_and_no_more_than_the_longest(council, admin):
    write(council, admin, "Ask Calum.")
    twice = OwnGuidance(organisation=council, element=element(), text="More", updated_by=admin)
    with pytest.raises(ValidationError, match="has guidance for this already"):
        twice.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnGuidance.objects.update(text="x" * 5001)


def test_a_new_edition_offers_what_was_written_for_the_old_one(council, admin, officer):
    write(council, admin, "Ask Calum.")
    load_standard(data=standard_data(edition="second"))
    assert Edition.objects.get(slug="second").is_current
    assert "Ask Calum." not in seen_by(officer, ELEMENT)
    assert "Ask Calum." in seen_by(officer, "/standards/small/editions/first/elements/1.1.2/")
    page = seen_by(admin, EDIT)
    assert "You wrote guidance for First edition" in page
    assert "> Ask Calum.</textarea>" not in page
    assert "> Ask Calum.</textarea>" in seen_by(admin, f"{EDIT}?begin")
    assert OwnGuidance.objects.count() == 1, "looking writes nothing"
    old = "/standards/small/editions/first/guidance/own-council/"
    assert "1 of 3" in seen_by(admin, old)
    assert "<p>Ask Calum.</p>" in seen_by(officer, old)
    assert sign_in(Client(), admin).get(f"{old}1.1.2/").status_code == 200


def test_an_action_from_an_old_revision_names_what_is_saved(council, admin):
    write(council, admin, "The first text")
    with pytest.raises(GuidanceChangedMeanwhile) as late:
        write(council, admin, "Mine")
    assert late.value.current.text == "The first text"
    assert Organisation.objects.get(own_guidance__text="The first text") == council
