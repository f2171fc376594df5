"""Adding many files at once: they wait, are matched, looked over, and added in one step."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.files.storage import storages
from django.utils import timezone

from accounts.enums import Role
from accounts.models import HistoryEntry
from evidence.actions.intake import forget_old_intakes
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion, Intake, IntakeFile
from tests.builders.evidence import make_item, make_link, make_portfolio, make_version
from tests.builders.files import pdf, picture, upload, zipped
from tests.builders.people import make_membership, make_team, make_user, sign_in

pytestmark = pytest.mark.django_db

JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture
def send(as_officer, base, team):
    """Sends files by the ordinary form; returns the intake and its page's address."""

    def sent(*files):
        uploads = [upload(name, content) for name, content in files]
        response = as_officer.post(f"{base}/add/", {"files": uploads})
        return Intake.objects.latest("pk"), response.url

    return sent


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def rows(response):
    return {row.file.file_name: row for row in response.context["page"].rows}


def as_shown(response):
    """What the form on the page would send."""
    said: dict = {}
    for row in response.context["page"].rows:
        said.setdefault("row", []).append(row.file.pk)
        said |= {f"{row.file.pk}-{name}": value for name, value in row.values.items() if value}
    return said


@pytest.mark.django_db(transaction=True)
def test_files_are_matched_looked_over_and_added_in_one_step(
    as_officer, officer, portfolio, send, stored_files
):
    by_code = make_item(portfolio, "Face to Face Customer Analysis", number=201)
    by_title = make_item(portfolio, "A Culture of Recognition", number=209)
    by_words = make_item(portfolio, "KITL Outreach Engagement 2023", number=301)
    held = make_item(portfolio, "Charter", number=17)
    make_version(held, pdf("charter"))
    make_link(portfolio, by_code, "1.1.1")
    _intake, page = send(
        ("css 201 analysis.pdf", pdf("a")),
        ("A culture of recognition v2.pdf", pdf("b")),
        ("KITL outreach.pdf", pdf("c")),
        ("Webchat pilot 2024.pdf", pdf("d")),
        ("Our charter.pdf", pdf("charter")),
        ("notes.pdf", b"MZ\x90"),
    )
    response = as_officer.get(page)
    shown = rows(response)
    assert {name: row.tag for name, row in shown.items()} == {
        "css 201 analysis.pdf": "sure",
        "A culture of recognition v2.pdf": "sure",
        "KITL outreach.pdf": "likely",
        "Webchat pilot 2024.pdf": "new",
        "Our charter.pdf": "same",
    }
    assert shown["Webchat pilot 2024.pdf"].code == "CSS401"
    assert [file.file_name for file in response.context["page"].data.refused] == ["notes.pdf"]
    said = as_shown(response) | {"all-elements": "1.1.2"}
    response = as_officer.post(f"{page}confirm", said)
    assert response.url == page
    outcome = as_officer.get(page).context["outcome"]
    assert outcome.tally == {"new": 1, "version": 3, "link": 1}
    for item, name in (
        (by_code, "css 201 analysis.pdf"),
        (by_title, "A culture of recognition v2.pdf"),
        (by_words, "KITL outreach.pdf"),
    ):
        assert item.versions.get().file_name == name
    assert held.versions.count() == 1
    new = EvidenceItem.objects.get(code="CSS401")
    assert (new.title, new.covers_from.year, new.created_by) == (
        "Webchat pilot 2024",
        2024,
        officer,
    )
    cited = EvidenceLink.objects.values_list("item__code", "element__code", "status")
    assert set(cited) == {
        ("CSS201", "1.1.1", "new"),  # its own links stay as they are
        ("CSS209", "1.1.2", "new"),
        ("CSS301", "1.1.2", "new"),
        ("CSS401", "1.1.2", "new"),
        ("CSS017", "1.1.2", "new"),
    }
    assert stored_files() == EvidenceVersion.objects.count() == 5
    assert HistoryEntry.objects.filter(verb="evidence.intake_added").count() == 1


def test_adding_twice_adds_once_and_shows_what_became_of_the_files(as_officer, send, stored_files):
    _intake, page = send(("a.pdf", pdf("a")), ("b.pdf", pdf("b")))
    said = as_shown(as_officer.get(page))
    assert as_officer.post(f"{page}confirm", said).url == page
    assert as_officer.post(f"{page}confirm", said).url == page
    assert EvidenceItem.objects.count() == EvidenceVersion.objects.count() == stored_files() == 2
    assert as_officer.get(page).context["outcome"].tally["new"] == 2


def test_what_is_not_ticked_waits_on(as_officer, send, stored_files):
    intake, page = send(("a.pdf", pdf("a")), ("b.pdf", pdf("b")))
    said = as_shown(as_officer.get(page))
    left = intake.files.get(path="b.pdf")
    del said[f"{left.pk}-take"]
    said[f"{left.pk}-title"] = "Kept for later"
    as_officer.post(f"{page}confirm", said)
    outcome = as_officer.get(page).context["outcome"]
    assert [file.pk for file in outcome.left_out] == [left.pk]
    assert [row["file"].path for row in outcome.added] == ["a.pdf"]
    elsewhere = as_officer.get(page.replace(str(intake.uuid), str(outcome.waiting.uuid)))
    assert rows(elsewhere)["b.pdf"].values["title"] == "Kept for later"
    assert stored_files() == 2


def test_the_same_file_sent_again_is_not_here_twice(as_officer, send, base, stored_files):
    intake, page = send(("a.pdf", pdf("a")))
    name = "7f6e2b1c-0000-4000-8000-000000000001"
    for _again in range(2):
        data = {"files": upload("b.pdf", pdf("b")), "paths": "folder/b.pdf", "sent_as": name}
        response = as_officer.post(f"{page}files", data, **JSON)
        assert response.status_code == 201
    as_officer.post(f"{page}files", {"files": upload("a.pdf", pdf("a"))}, **JSON)
    assert list(intake.files.values_list("path", flat=True)) == ["a.pdf", "folder/b.pdf"]
    assert stored_files() == 2


def test_an_archive_is_opened_and_each_file_stands_for_itself(as_officer, send, stored_files):
    inner = {"1.1.2/a.pdf": pdf("a"), "b.txt": b"words", "c.exe": b"MZ\x90", "d.zip": zipped({})}
    intake, page = send(("evidence.zip", zipped(inner)))
    files = {file.path: file for file in intake.files.all()}
    assert set(files) == {f"evidence.zip/{name}" for name in inner}
    assert "program" in files["evidence.zip/c.exe"].reason
    assert files["evidence.zip/c.exe"].storage_key is None
    assert stored_files() == 2
    shown = rows(as_officer.get(page))
    assert shown["a.pdf"].values["elements"] == "1.1.2"


def test_a_refused_file_that_comes_again_whole_takes_its_place(as_officer, send):
    intake, page = send(("a.pdf", b"MZ\x90"))
    as_officer.post(f"{page}files", {"files": upload("a.pdf", pdf())}, **JSON)
    assert not intake.files.get().reason


@pytest.mark.django_db(transaction=True)
def test_taking_files_away_leaves_nothing_behind(as_officer, send, stored_files):
    intake, page = send(("a.pdf", pdf("a")), ("b.pdf", pdf("b")))
    file = intake.files.get(path="a.pdf")
    other = intake.files.get(path="b.pdf")
    said = {"row": other.pk, f"{other.pk}-title": "Typed", "all-owner": "Somebody"}
    back = as_officer.post(f"{page}files/{file.uuid}/take-out", said)
    assert "all-owner=Somebody" in back.url
    assert stored_files() == IntakeFile.objects.count() == 1
    assert rows(as_officer.get(page))["b.pdf"].values["title"] == "Typed"
    as_officer.post(f"{page}drop")
    assert stored_files() == IntakeFile.objects.count() == Intake.objects.count() == 0


def test_what_is_wrong_is_said_at_its_row_and_nothing_is_added(as_officer, send, stored_files):
    intake, page = send(("a.pdf", pdf("a")))
    pk = intake.files.get().pk
    said = as_shown(as_officer.get(page)) | {
        f"{pk}-elements": "9.9.9",
        f"{pk}-covers_from": "soon",
        f"{pk}-owner": "Nobody Known",
        f"{pk}-title": "",
        f"{pk}-note": "Kept",
    }
    response = as_officer.post(f"{page}confirm", said)
    assert set(rows(response)["a.pdf"].errors) == {"elements", "covers_from", "owner", "title"}
    texts = " ".join(error["text"] for error in response.context["errors"])
    assert "There is no element 9.9.9" in texts and "Enter a title" in texts
    assert EvidenceItem.objects.count() == 0
    assert rows(as_officer.get(page))["a.pdf"].values["note"] == "Kept"


def test_what_is_said_for_all_fills_only_what_is_empty(as_officer, officer, send):
    intake, page = send(("a.pdf", pdf("a")), ("Plan 2024.pdf", pdf("b")))
    a, _plan = intake.files.order_by("pk")
    said = as_shown(as_officer.get(page)) | {
        f"{a.pk}-elements": "1.1.2",
        "all-elements": "1.1.1",
        "all-owner": "isla campbell",
        "all-covers_from": "1 April 2025",
        "all-covers_to": "31 March 2026",
        "all-review_by": "31/03/2027",
    }
    assert as_officer.post(page, said).status_code == 302
    as_officer.post(f"{page}confirm", as_shown(as_officer.get(page)))
    first, second = EvidenceItem.objects.order_by("number")
    assert (first.covers_from.year, second.covers_from.year) == (2025, 2024)
    assert first.owner == second.owner == officer
    assert str(second.review_by) == "2027-03-31"
    cited = EvidenceLink.objects.values_list("item", "element__code")
    assert set(cited) == {(first.pk, "1.1.2"), (second.pk, "1.1.1")}


def test_what_is_wrong_in_the_panel_is_filled_in_nowhere(as_officer, send):
    _intake, page = send(("a.pdf", pdf("a")))
    said = as_shown(as_officer.get(page)) | {"all-elements": "7.7.7"}
    response = as_officer.post(f"{page}confirm", said)
    assert response.context["errors"][0]["href"] == "#all-elements"
    assert 'value="7.7.7"' in response.content.decode()
    assert EvidenceItem.objects.count() == 0


def test_one_file_can_serve_two_items_of_the_same_title(as_officer, portfolio, send, stored_files):
    one = make_item(portfolio, "SOCITM Benchmarking 2022 Outcome Report", number=330)
    two = make_item(portfolio, "SOCITM Benchmarking 2022 Outcome Report", number=335)
    _intake, page = send(("SOCITM benchmarking 2022 outcome report.pdf", pdf("a")))
    response = as_officer.get(page)
    row = next(iter(rows(response).values()))
    assert row.tag == "choose" and "CSS330,CSS335" in [option["value"] for option in row.options]
    said = as_shown(response) | {f"{row.file.pk}-do": "CSS330,CSS335"}
    as_officer.post(f"{page}confirm", said)
    assert one.versions.get().sha256 == two.versions.get().sha256
    assert stored_files() == 2


def test_an_item_that_has_a_file_gets_another_only_when_somebody_says_so(
    as_officer, portfolio, send
):
    item = make_item(portfolio, "Plan", number=201)
    make_version(item)
    _intake, page = send(("CSS201.pdf", pdf("next")))
    response = as_officer.get(page)
    row = rows(response)["CSS201.pdf"]
    assert (row.group, row.taken) == ("later", False)
    as_officer.post(f"{page}confirm", as_shown(response))
    assert item.versions.count() == 1
    as_officer.post(f"{page}confirm", as_shown(response) | {f"{row.file.pk}-take": "on"})
    assert item.versions.count() == 2


def test_a_corporate_item_gets_its_file_from_an_administrator_only(
    as_officer, officer, portfolio, send
):
    item = make_item(portfolio, "Customer charter", corporate=True, number=17)
    _intake, page = send(("C017.pdf", pdf("a")))
    response = as_officer.get(page)
    row = rows(response)["C017.pdf"]
    assert not row.taken
    assert "only an administrator of the council can add its file" in response.content.decode()
    said = as_shown(response) | {f"{row.file.pk}-take": "on"}
    response = as_officer.post(f"{page}confirm", said)
    assert "do" in rows(response)["C017.pdf"].errors
    assert item.versions.count() == 0
    make_membership(officer, Role.ADMINISTRATOR, portfolio.service.organisation)
    as_officer.post(f"{page}confirm", said)
    assert item.versions.count() == 1


def test_a_file_given_to_the_item_meanwhile_is_told_and_all_choices_stay(
    as_officer, portfolio, send, stored_files
):
    item = make_item(portfolio, "Plan", number=201)
    _intake, page = send(("CSS201.pdf", pdf("mine")), ("b.pdf", pdf("b")))
    said = as_shown(as_officer.get(page))
    make_version(item, pdf("theirs"))
    response = as_officer.post(f"{page}confirm", said)
    # It was shown as an item without a file: what it has now is shown before anything is added.
    assert item.versions.count() == 1
    row = rows(response)["CSS201.pdf"]
    assert "has a file already" in row.errors["do"] and row.group == "later"
    assert EvidenceItem.objects.count() == 1
    as_officer.post(f"{page}confirm", said | {f"{row.file.pk}-had": row.had})
    assert item.versions.count() == 2 and EvidenceItem.objects.count() == 2


def test_a_full_block_adds_nothing_and_keeps_everything(as_officer, portfolio, base, stored_files):
    make_team(portfolio.service, blocks=[(401, 401)])
    uploads = [upload("a.pdf", pdf("a")), upload("b.pdf", pdf("b"))]
    page = as_officer.post(f"{base}/add/", {"files": uploads}).url
    response = as_officer.post(f"{page}confirm", as_shown(as_officer.get(page)))
    assert "block of numbers of Customer Engagement is full" in told(response)[-1]
    assert EvidenceItem.objects.count() == 0
    assert stored_files() == IntakeFile.objects.filter(storage_key__isnull=False).count() == 2


def test_files_that_wait_count_against_the_quota(as_officer, send, settings, stored_files):
    settings.SERVICE_QUOTA_BYTES = 2 * len(pdf("a")) + 10
    intake, page = send(*[(f"{name}.pdf", pdf(name)) for name in "abc"])
    assert stored_files() == 2
    assert "would take more than the" in intake.files.get(path="c.pdf").reason
    as_officer.post(f"{page}confirm", as_shown(as_officer.get(page)))
    assert EvidenceItem.objects.count() == 2


def test_nobody_else_sees_what_waits(as_officer, portfolio, send, client, as_governance):
    _intake, page = send(("a.pdf", pdf("a")))
    sign_in(client, make_user(Role.OFFICER, portfolio.service))
    for address in (page, f"{page}confirm", f"{page}drop", f"{page}files"):
        assert client.post(address).status_code == 404
        assert as_governance.post(address).status_code == 404
    assert as_governance.get(page.partition("add/")[0] + "add/").status_code == 403


def test_whoever_may_no_longer_change_the_evidence_adds_nothing(
    as_officer, officer, portfolio, send
):
    _intake, page = send(("a.pdf", pdf("a")))
    officer.memberships.all().delete()
    make_membership(officer, Role.GOVERNANCE, portfolio.service.organisation)
    assert as_officer.post(f"{page}confirm").status_code == 403


def test_the_day_of_a_picture_is_proposed(as_officer, send):
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    exif = Image.Exif()
    exif[306] = "2025:06:09 10:11:12"
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG", exif=exif)
    _intake, page = send(("IMG_2041.jpg", out.getvalue()), ("plain.png", picture()))
    shown = rows(as_officer.get(page))
    assert shown["IMG_2041.jpg"].covers == "9 June 2025"
    assert shown["IMG_2041.jpg"].covers_source == "picture"
    assert shown["plain.png"].covers == ""


def test_no_element_or_several_can_be_said_for_a_new_item(as_officer, send):
    intake, page = send(("a.pdf", pdf("a")), ("b.pdf", pdf("b")))
    _a, b = intake.files.order_by("pk")
    said = as_shown(as_officer.get(page)) | {f"{b.pk}-elements": "1.1.1, 1.1.2"}
    as_officer.post(f"{page}confirm", said)
    cited = EvidenceLink.objects.values_list("item__title", "element__code")
    assert set(cited) == {("B", "1.1.1"), ("B", "1.1.2")}


def test_what_began_at_an_element_is_proposed_for_it(as_officer, base, team):
    files = [upload("a.pdf", pdf("a"))]
    page = as_officer.post(f"{base}/add/", {"files": files, "element": "1.1.2"}).url
    assert rows(as_officer.get(page))["a.pdf"].values["elements"] == "1.1.2"


def test_the_same_bytes_of_another_service_are_not_told(as_officer, send):
    other = make_portfolio()
    make_version(make_item(other), pdf("secret"))
    _intake, page = send(("a.pdf", pdf("secret")))
    assert rows(as_officer.get(page))["a.pdf"].tag == "new"


def test_with_scripts_a_refusal_is_answered_with_its_reason(as_officer, base, team):
    where = as_officer.post(f"{base}/add/", **JSON).json()
    response = as_officer.post(where["files"], {"files": upload("a.pdf", b"MZ\x90")}, **JSON)
    assert response.status_code == 422
    assert "program" in response.json()["files"][0]["error"]
    assert as_officer.get(where["page"]).status_code == 200


def test_no_bytes_are_lost_where_the_database_refuses(as_officer, send, stored_files, monkeypatch):
    from evidence.actions import intake_confirm

    _intake, page = send(("a.pdf", pdf("a")), ("b.pdf", pdf("b")))
    said = as_shown(as_officer.get(page))

    def breaks(**words):
        raise RuntimeError

    monkeypatch.setattr(intake_confirm, "record", breaks)
    with pytest.raises(RuntimeError):
        as_officer.post(f"{page}confirm", said)
    assert EvidenceItem.objects.count() == EvidenceVersion.objects.count() == 0
    assert stored_files() == 2
    keys = IntakeFile.objects.values_list("storage_key", flat=True)
    assert all(storages["evidence"].exists(str(key)) for key in keys)
    monkeypatch.undo()
    as_officer.post(f"{page}confirm", said)
    assert EvidenceVersion.objects.count() == 2


def test_a_file_that_is_being_checked_joins_and_stays_unreadable(as_officer, send, settings):
    settings.CLAMD_ADDRESS = "127.0.0.1:9"
    _intake, page = send(("a.pdf", pdf("a")))
    response = as_officer.get(page)
    assert "Being checked for viruses" in response.content.decode()
    as_officer.post(f"{page}confirm", as_shown(response))
    assert not EvidenceVersion.objects.get().is_readable


@pytest.mark.django_db(transaction=True)
def test_what_nobody_added_for_30_days_is_forgotten(as_officer, send, stored_files):
    old, _page = send(("old.pdf", pdf("old")))
    added, page = send(("added.pdf", pdf("added")))
    as_officer.post(f"{page}confirm", as_shown(as_officer.get(page)))
    send(("young.pdf", pdf("young")))
    before = timezone.now() - timedelta(days=30)
    long_ago = before - timedelta(hours=1)
    Intake.objects.filter(pk__in=[old.pk, added.pk]).update(at=long_ago)
    assert forget_old_intakes(before=before) == 1
    assert stored_files() == 2
    assert set(IntakeFile.objects.values_list("path", flat=True)) == {"added.pdf", "young.pdf"}
    assert forget_old_intakes(before=before) == 0


def test_facts_an_item_has_stay_and_what_differs_is_shown(as_officer, officer, portfolio, send):
    item = make_item(portfolio, "Plan 2024", number=201)
    EvidenceItem.objects.filter(pk=item.pk).update(review_by="2027-01-31")
    intake, page = send(("CSS201.pdf", pdf("a")))
    pk = intake.files.get().pk
    said = as_shown(as_officer.get(page)) | {
        f"{pk}-review_by": "1 May 2028",
        f"{pk}-owner": officer.email,
        f"{pk}-marking": "official-sensitive",
        f"{pk}-note": "Signed by the board",
    }
    as_officer.post(page, said)
    shown = as_officer.get(page).content.decode()
    assert "Review by: 1 May 2028 here; the item says 31 January 2027, which stays." in shown
    as_officer.post(f"{page}confirm", said)
    item.refresh_from_db()
    assert str(item.review_by) == "2027-01-31" and item.owner == officer
    assert item.covers_from.year == 2024 and item.marking == "official-sensitive"
    assert item.versions.get().note == "Signed by the board"


def test_another_item_can_be_chosen_by_its_code(as_officer, portfolio, send):
    item = make_item(portfolio, "Something else entirely", number=333)
    intake, page = send(("a.pdf", pdf("a")))
    pk = intake.files.get().pk
    said = as_shown(as_officer.get(page)) | {f"{pk}-do": "other", f"{pk}-other": "css 9999"}
    response = as_officer.post(f"{page}confirm", said)
    assert "is no item of this evidence" in rows(response)["a.pdf"].errors["do"]
    as_officer.post(f"{page}confirm", said | {f"{pk}-other": "css333"})
    assert item.versions.count() == 1


def test_two_files_for_one_item_are_to_be_sorted_out(as_officer, portfolio, send):
    item = make_item(portfolio, "Plan", number=201)
    _intake, page = send(("CSS201 one.pdf", pdf("a")), ("CSS201 two.pdf", pdf("b")))
    said = as_shown(as_officer.get(page))
    response = as_officer.post(f"{page}confirm", said)
    errors = rows(response)["CSS201 two.pdf"].errors
    assert "CSS201 gets CSS201 one.pdf already" in errors["do"]
    assert item.versions.count() == 0


def test_from_an_element_what_is_no_file_can_be_written_down_instead(as_officer, base, team):
    page = as_officer.get(f"{base}/add/?element=1.1.2").content.decode()
    assert f'href="{base}/elements/1.1.2/evidence/address"' in page
    assert f'href="{base}/elements/1.1.2/evidence/observation"' in page
    assert "evidence/address" not in as_officer.get(f"{base}/add/?element=9.9.9").content.decode()


@pytest.mark.parametrize("to", ["address", "observation"])
def test_what_is_no_file_is_written_down_for_an_element_that_is_chosen_first(
    to, as_officer, base, team
):
    page = as_officer.get(f"{base}/add/").content.decode()
    assert f'name="to" value="{to}"' in page and '<option value="1.1.2">' in page
    response = as_officer.get(f"{base}/add/", {"element": "1.1.2", "to": to})
    assert response.url == f"{base}/elements/1.1.2/evidence/{to}"
    assert as_officer.get(response.url).status_code == 200
    asked = as_officer.get(f"{base}/add/", {"element": "", "to": to}).content.decode()
    assert 'href="#element"' in asked and 'id="element-error"' in asked


def test_a_folder_named_after_an_element_speaks_for_the_items_cited_there(
    as_officer, portfolio, send
):
    make_link(portfolio, make_item(portfolio, "Customer survey north", number=210), "1.1.1")
    make_link(portfolio, make_item(portfolio, "Customer survey south", number=211), "1.1.2")
    _intake, page = send(("all.zip", zipped({"1.1.2 Insight/customer survey.pdf": pdf("a")})))
    row = rows(as_officer.get(page))["customer survey.pdf"]
    assert row.proposal.items[0].code == "CSS211"
