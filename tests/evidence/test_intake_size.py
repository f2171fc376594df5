"""The page of files to add costs the same for few files and many, among few items and many."""

import pytest
from django.utils import timezone

from accounts.enums import Role
from evidence.actions.intake import open_intake
from evidence.models import Intake, IntakeFile
from tests.builders.evidence import make_many_items, make_portfolio
from tests.builders.people import make_team, make_user, sign_in

pytestmark = pytest.mark.django_db

# Session, person and roles; the list, its files with who holds the same bytes, and the items;
# the facts and links of those proposed; blocks of numbers, elements and people.
PAGE = 10
# Session, person, portfolio and roles; the elements and the lists that wait.
NEW = 6
# Session, person, roles and the list; its files and those left out of it.
ADDED = 6


@pytest.fixture
def of_size(client):
    """of_size(files, items, folder): the address of a page with so many files and items."""

    def made(files: int, items: int, folder: str = "") -> str:
        portfolio = make_portfolio()
        make_team(portfolio.service)
        make_many_items(portfolio, items)
        officer = make_user(Role.OFFICER, portfolio.service)
        sign_in(client, officer)
        intake = open_intake(portfolio=portfolio, by=officer)
        IntakeFile.objects.bulk_create(
            dropped(intake, number, folder) for number in range(1, files + 1)
        )
        slugs = f"{portfolio.service.slug}/{portfolio.standard.slug}"
        return f"/services/{slugs}/add/{intake.uuid}/"

    return made


def dropped(intake: Intake, number: int, folder: str) -> IntakeFile:
    """Every third has the code of an item, every fifth the bytes of one."""
    name = f"CSS{10_000 + number}.pdf" if number % 3 == 0 else f"Something {number} of ours.pdf"
    sha256 = "0" * 64 if number == 5 else f"{number:064x}"
    return IntakeFile(
        intake=intake,
        path=f"{folder}{name}",
        file_name=name,
        storage_key=f"made-up/{intake.pk}/{number}",
        media_type="application/pdf",
        size=1,
        sha256=sha256,
    )


@pytest.mark.parametrize("folder", ["", "1.1.2 Insight/"])
@pytest.mark.parametrize(("files", "items"), [(30, 150), (300, 150), (30, 3000)])
def test_the_page_costs_the_same_at_any_size(
    files, items, folder, client, of_size, django_assert_num_queries
):
    address = of_size(files, items, folder)
    with django_assert_num_queries(PAGE):
        response = client.get(address)
    assert len(response.context["page"].rows) == files


@pytest.mark.parametrize("waiting", [1, 15])
def test_the_page_to_drop_files_on_costs_the_same_however_many_lists_wait(
    waiting, client, of_size, django_assert_num_queries
):
    base = of_size(0, 1).rpartition("add/")[0]
    opened = Intake.objects.get()
    for _list in range(waiting):
        intake = open_intake(portfolio=opened.portfolio, by=opened.by)
        IntakeFile.objects.bulk_create(dropped(intake, number, "") for number in range(1, 4))
    with django_assert_num_queries(NEW):
        response = client.get(f"{base}add/")
    assert [each.number for each in response.context["waiting"]] == [3] * waiting


@pytest.mark.parametrize("files", [3, 300])
def test_what_became_of_files_costs_the_same_at_any_size(
    files, client, of_size, django_assert_num_queries
):
    address = of_size(files, 1)
    Intake.objects.update(confirmed_at=timezone.now())
    outcome = [{"code": "CSS1", "title": "One", "number": 1, "what": "new"}]
    IntakeFile.objects.update(choice={"outcome": outcome})
    with django_assert_num_queries(ADDED):
        response = client.get(address)
    assert len(response.context["outcome"].added) == files
