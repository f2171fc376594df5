"""The page on which an administrator gives documents a colour and a logo."""

from base64 import b64encode
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.actions import HouseStyleChangedMeanwhile, choose_accent
from accounts.enums import Role
from accounts.history.sentences import told
from accounts.models import HistoryEntry, HouseStyle, Organisation
from tests.builders import hostile
from tests.builders.files import picture
from tests.builders.people import (
    make_house_style,
    make_organisation,
    make_service,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db

PAGE = "/organisations/own-council/house-style/"


@pytest.fixture
def council() -> Organisation:
    return make_organisation("Own Council")


@pytest.fixture
def client(council) -> Client:
    return sign_in(Client(), make_user(Role.ADMINISTRATOR, council, name="Ada Admin"))


def words_of(response) -> str:
    return " ".join(response.content.decode().split())


def send_colour(client, colour, revision=0):
    return client.post(PAGE, {"action": "accent", "accent_colour": colour, "revision": revision})


def send_logo(client, data=None, says="Own Council", revision=0, name="logo.png", **more):
    fields = {"action": "logo", "logo_says": says, "revision": revision, **more}
    if data is not None:
        fields["logo"] = SimpleUploadedFile(name, data, "image/png")
    return client.post(PAGE, fields)


def style() -> HouseStyle:
    return HouseStyle.objects.get()


def logo() -> bytes:
    held = style().logo
    assert held is not None
    return bytes(held)


def sentences() -> list[str]:
    return [line.sentence for line in told(HistoryEntry.objects.order_by("sequence"))]


@pytest.mark.parametrize("typed", ["#5c0b6f", "#5C0B6F", " 5c0b6f "])
def test_a_colour_is_saved_however_it_is_written(client, typed):
    assert send_colour(client, typed).status_code == 302
    assert style().accent_colour == "#5c0b6f"
    assert sentences() == [
        "Changed the accent colour of Own Council’s documents from #0b4f5c to #5c0b6f"
    ]


def test_the_same_colour_again_writes_nothing(client):
    send_colour(client, "#5c0b6f")
    send_colour(client, "#5c0b6f", revision=1)
    assert style().revision == 1
    assert len(sentences()) == 1


@pytest.mark.any_database
def test_the_contrast_is_said_in_figures(client):
    assert "Now #0b4f5c. On white: 9.2 to 1." in words_of(client.get(PAGE))


@pytest.mark.any_database
def test_too_light_a_colour_is_refused_and_a_darker_one_offered_that_is_taken(client):
    response = send_colour(client, "#ffcc00")
    assert response.status_code == 422
    page = words_of(response)
    assert "#ffcc00 on white: 1.5 to 1." in page
    assert 'name="accent_colour" value="#8f7300"' in page
    assert 'value="#ffcc00"' in page, "what was typed is still in the box"
    # The button of the offer sends its value after that of the box.
    body = "action=accent&revision=0&accent_colour=%23ffcc00&accent_colour=%238f7300"
    client.post(PAGE, body, content_type="application/x-www-form-urlencoded")
    assert style().accent_colour == "#8f7300"


@pytest.mark.any_database
@pytest.mark.parametrize("typed", ["", "teal", "#12345", "#00000g", "red;}body{"])
def test_what_is_no_colour_is_refused_and_stays_in_the_box(client, typed):
    response = send_colour(client, typed)
    assert response.status_code == 422
    assert "like #0b4f5c" in words_of(response) or "for example #0b4f5c" in words_of(response)
    assert not HouseStyle.objects.filter(accent_colour=typed).exists()


@pytest.mark.any_database
def test_a_logo_is_drawn_again_without_what_else_the_file_held(client):
    out = BytesIO()
    about = Image.Exif()
    about[0x010E] = "taken at the home of A Resident"
    Image.new("RGB", (3000, 1000), "teal").save(out, "JPEG", exif=about)
    assert send_logo(client, out.getvalue(), name="logo.png").status_code == 302
    saved = style()
    assert (saved.logo_type, saved.logo_says) == ("image/jpeg", "Own Council")
    assert b"A Resident" not in logo()
    with Image.open(BytesIO(logo())) as drawn:
        assert drawn.size == (1200, 400)
    assert sentences() == ["Put a logo on Own Council’s documents: Own Council"]


@pytest.mark.any_database
def test_a_logo_of_many_colours_is_made_small_enough_for_every_document(client):
    out = BytesIO()
    Image.effect_noise((1100, 1100), 120).convert("RGB").save(out, "PNG")
    assert send_logo(client, out.getvalue()).status_code == 302
    assert len(logo()) <= 300_000


def test_a_transparent_logo_stays_transparent(client):
    out = BytesIO()
    Image.new("RGBA", (300, 100), (0, 0, 0, 0)).save(out, "PNG")
    send_logo(client, out.getvalue())
    with Image.open(BytesIO(logo())) as drawn:
        assert drawn.getpixel((5, 5)) == (0, 0, 0, 0)


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>", "PNG or JPEG"),
        (picture("GIF"), "PNG or JPEG"),
        (picture("WEBP"), "PNG or JPEG"),
        (picture(size=(900, 900))[:200], "PNG or JPEG"),
        (picture("JPEG", size=(900, 900))[:2000], "PNG or JPEG"),
        (b"MZ" + bytes(500), "PNG or JPEG"),
        (hostile.png(100_000, 100_000), "million dots"),
        (hostile.wide_jpeg(), "million dots"),
        (picture(size=(4, 4)), "too small"),
        (picture() + bytes(5_000_001), "smaller than 5 MB"),
        (b"", "This file is empty"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_honest_picture_is_refused_and_the_words_stay(client, data, said):
    response = send_logo(client, data, says="Our blue ship")
    assert response.status_code == 422
    assert said in words_of(response)
    assert 'value="Our blue ship"' in words_of(response)
    assert not HouseStyle.objects.exclude(logo=None).exists()


@pytest.mark.any_database
def test_without_words_the_picture_is_kept_in_the_form_and_need_not_be_chosen_again(client):
    response = send_logo(client, picture(size=(400, 100)), says="")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Say what the logo shows" in page
    kept = page.split('name="kept_logo" value="')[1].split('"')[0]
    assert send_logo(client, says="Own Council", kept_logo=kept).status_code == 302
    assert style().logo_type == "image/png"


@pytest.mark.any_database
@pytest.mark.parametrize("kept", ["not base64!", b64encode(b"MZ" + bytes(99)).decode()])
def test_a_kept_picture_that_was_tampered_with_is_refused(client, kept):
    assert send_logo(client, kept_logo=kept).status_code == 422
    assert not HouseStyle.objects.exclude(logo=None).exists()


@pytest.mark.any_database
def test_nothing_chosen_is_said(client):
    assert "Choose a PNG or JPEG picture" in words_of(send_logo(client))


def test_the_words_alone_are_changed_and_the_logo_taken_away(client, council):
    make_house_style(council)
    send_logo(client, says="The council’s arms")
    assert style().logo_says == "The council’s arms"
    client.post(PAGE, {"action": "take away", "revision": 1})
    assert (style().logo, style().logo_says) == (None, "")
    assert sentences() == [
        "Said anew what the logo of Own Council shows: The council’s arms",
        "Took the logo off Own Council’s documents",
    ]


def test_the_second_of_two_is_told_and_loses_nothing(client, council):
    send_colour(client, "#5c0b6f")
    late = send_colour(client, "#a3241c", revision=0)
    page = words_of(late)
    assert late.status_code == 409
    assert "Saved by now is the colour #5c0b6f" in page
    assert 'value="#a3241c"' in page
    assert style().accent_colour == "#5c0b6f"
    assert 'name="revision" value="1"' in page
    assert send_colour(client, "#a3241c", revision=1).status_code == 302


def test_a_picture_sent_too_late_is_kept_too(client, council):
    send_colour(client, "#5c0b6f")
    late = send_logo(client, picture(size=(400, 100)), revision=0)
    kept = late.content.decode().split('name="kept_logo" value="')[1].split('"')[0]
    assert late.status_code == 409
    assert send_logo(client, kept_logo=kept, revision=1).status_code == 302


def test_the_action_refuses_what_was_begun_before(client, council):
    admin = make_user(Role.ADMINISTRATOR, council)
    choose_accent(organisation=council, colour="#5c0b6f", revision=0, by=admin)
    with pytest.raises(HouseStyleChangedMeanwhile):
        choose_accent(organisation=council, colour="#a3241c", revision=0, by=admin)


def test_the_logo_is_served_so_that_it_can_only_be_a_picture(client, council):
    make_house_style(council)
    response = client.get(f"{PAGE}logo/")
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.content == picture()


@pytest.mark.any_database
def test_who_reads_may_not_change_and_a_stranger_finds_nothing(council):
    officer = make_user(Role.OFFICER, make_service(council))
    stranger = make_user(Role.ADMINISTRATOR, make_organisation("Other Council"))
    assert sign_in(Client(), officer).get(PAGE).status_code == 403
    assert sign_in(Client(), stranger).get(PAGE).status_code == 404


@pytest.mark.any_database
def test_the_administrator_finds_the_page_from_the_start_page(client):
    assert PAGE in words_of(client.get("/"))
