"""Letters: sent after the deed, in plain text, and kept while no mail server takes them."""

import re
from datetime import timedelta
from pathlib import Path

import environ
import pytest
from django.conf import settings as configured
from django.core import mail
from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone

from accounts.mail import KEPT, absolute, deliver_waiting, request_in_hand, send_letter
from accounts.models import Letter
from tests.builders.mail_server import mail_server
from tests.builders.people import make_user

pytestmark = pytest.mark.django_db

TO = "helen@example.org"
LETTERS = sorted(Path(configured.BASE_DIR, "templates", "mail").glob("*.txt"))
# No person caused it: whoever asked for the document gets it.
SENT_BY_THE_PORTAL = {
    "account_changed",
    "document_ready",
    "invitation_to_begin",
    "use_provider",
}
DOWN = "smtp://127.0.0.1:9"


def use(settings, url):
    for name, value in environ.Env.email_url_config(url).items():
        setattr(settings, name, value)


def write(service="Customer Support", path="/"):
    send_letter(
        to=TO,
        template="access_given",
        path=path,
        sender="Ann O’Hara",
        organisation="Argyll & Bute Council",
        service=service,
        assessment="Review 2",
        name="Helen Whitworth",
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate(),
    )


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_letter_says_who_sends_it_and_why_in_plain_text(committed, settings):
    settings.PORTAL_ADDRESS = "https://portal.example.org/"
    with committed():
        write(path="/assessments/7/")
    [letter] = mail.outbox
    assert letter.subject == "Argyll & Bute Council gives you access to assess Customer Support"
    assert letter.to == [TO]
    assert letter.content_subtype == "plain"
    assert letter.from_email == settings.DEFAULT_FROM_EMAIL
    assert "Ann O’Hara of Argyll & Bute Council" in letter.body
    assert "https://portal.example.org/assessments/7/" in letter.body
    assert not Letter.objects.exists(), "what was sent is not kept"


def test_a_letter_is_sent_after_the_deed_and_not_for_one_that_failed(committed):
    with committed(), transaction.atomic():
        write()
        assert mail.outbox == []
    assert len(mail.outbox) == 1
    with committed(), pytest.raises(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError
    assert len(mail.outbox) == 1
    assert not Letter.objects.exists()


def test_addresses_are_those_of_the_setting_else_of_the_request(settings):
    settings.PORTAL_ADDRESS = ""
    request = RequestFactory().get("/somewhere/", secure=True)
    before = request_in_hand.set(request)
    assert absolute("/here/") == "https://testserver/here/"
    settings.PORTAL_ADDRESS = "https://portal.example.org"
    assert absolute("/here/") == "https://portal.example.org/here/"
    request_in_hand.reset(before)


def test_the_name_that_a_stranger_asks_under_never_gets_into_a_letter(client, settings, committed):
    settings.PORTAL_ADDRESS = "https://portal.example.org/"
    make_user(email=TO)
    answer = client.post("/account/password/reset/", {"email": TO}, headers={"host": "evil.test"})
    assert answer.status_code == 400
    assert mail.outbox == []


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_every_letter_has_a_subject_an_address_and_a_reason(path):
    if path.stem == "letter":
        return
    text = path.read_text(encoding="utf-8")
    assert text.startswith('{% extends "mail/letter.txt" %}')
    assert {"subject", "letter", "why"} <= set(re.findall(r"{% block (\w+) %}", text))
    assert "{{ address }}" in text
    assert "{{ sender }}" in text or path.stem in SENT_BY_THE_PORTAL


def test_a_real_mail_server_gets_the_letter_as_it_was_written(settings, committed):
    with mail_server() as server:
        use(settings, server.url)
        with committed():
            write(service="Cùram & Customers")
        [letter] = server.letters
    assert letter["To"] == TO
    assert letter["Subject"].endswith("to assess Cùram & Customers")
    assert letter.get_content_type() == "text/plain"
    assert "Argyll & Bute Council has given you access" in letter.get_content()


def test_while_the_mail_server_is_away_the_letter_waits_and_the_chore_sends_it(
    settings, committed, caplog
):
    use(settings, DOWN)
    with committed():
        write()
    assert Letter.objects.get().tries == 1
    assert TO not in caplog.text, "who gets letters is nobody's business who reads the log"
    assert "could not be sent" in caplog.text
    with mail_server() as server:
        use(settings, server.url)
        assert deliver_waiting() == 0, "only just tried"
        Letter.objects.update(tried_at=timezone.now() - timedelta(minutes=10))
        assert deliver_waiting() == 1
        assert [letter["To"] for letter in server.letters] == [TO]
    assert not Letter.objects.exists()


def test_one_refused_address_does_not_keep_other_letters_back(settings, committed):
    with mail_server() as server:
        use(settings, server.url)
        server.refuses = True
        with committed():
            write()
        server.refuses = False
        with committed():
            write()
        assert len(server.letters) == 1
    assert Letter.objects.count() == 1


def test_a_letter_that_nobody_took_for_days_is_given_up(settings, committed):
    use(settings, DOWN)
    with committed():
        write()
    Letter.objects.update(queued_at=timezone.now() - KEPT - timedelta(minutes=1))
    assert deliver_waiting() == 0
    assert not Letter.objects.exists()


def test_a_letter_whose_task_was_lost_is_sent_by_the_chore():
    write()
    Letter.objects.update(queued_at=timezone.now() - timedelta(minutes=10))
    assert deliver_waiting() == 1
    assert len(mail.outbox) == 1


def test_asking_for_a_new_password_works_while_the_mail_server_is_away(client, settings, committed):
    use(settings, DOWN)
    make_user(email=TO)
    with committed():
        answer = client.post("/account/password/reset/", {"email": TO})
    assert answer.url == "/account/password/reset/done/"
    assert "/account/password/reset/key/" in Letter.objects.get().body
